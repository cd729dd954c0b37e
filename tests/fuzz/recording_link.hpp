#pragma once

#include <watchpost/net/link.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace watchpost::fuzz {

/// A link without a socket, whose peer takes everything: what is sent is handed to `on_text` and `on_frame` at once.
class RecordingLink final : public net::Link {
public:
    std::function<void(std::string_view)> on_text = [](std::string_view) {};
    std::function<void(FramePtr const&)> on_frame = [](FramePtr const&) {};

    explicit RecordingLink(Clock const& clock)
        : clock_(clock) {}

    /// Makes the session. It goes before the link does.
    void open(net::LinkFactory const& make) { handler_ = make(*this); }
    net::LinkHandler* handler() { return ended_ ? nullptr : handler_.get(); }
    std::string const& label() const { return label_; }
    std::optional<net::EndInfo> const& ended() const { return ended_; }

    /// The peer, or the network, ends it.
    void end(net::EndInfo end) {
        if (ended_) return;
        ended_ = std::move(end);
        if (handler_) handler_->on_end(*ended_);
    }

    using net::Link::send;
    void send(TextPtr text) override {
        if (!ended_) on_text(*text);
    }
    void send(std::span<std::uint8_t const>) override {}
    bool is_congested() const override { return false; }
    void send_frame(FramePtr frame) override {
        if (ended_) return;
        on_frame(frame);
        delivery_.on_sent(frame->arrived, clock_.now());
    }
    void frame_painted(std::uint64_t, std::uint64_t) override {}
    Delivery const& delivery() const override { return delivery_; }
    std::optional<SteadyTime::duration> round_trip() const override { return std::nullopt; }
    void close(std::uint16_t code, std::string reason) override {
        end({net::EndInfo::Cause::we_closed, code, std::move(reason)});
    }
    void excuse_silence_until(SteadyTime) override {}
    void set_label(std::string label) override { label_ = std::move(label); }

private:
    Clock const& clock_;
    std::unique_ptr<net::LinkHandler> handler_;
    std::optional<net::EndInfo> ended_;
    std::string label_;
    Delivery delivery_;
};

} // namespace watchpost::fuzz
