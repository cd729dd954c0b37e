#pragma once

#include "ws_stream.hpp"

#include <watchpost/core/outbox.hpp>

#include <boost/asio/buffer.hpp>

namespace watchpost::net {

/// The one writer of a link: what waits, and what is on its way.
class WsWriter {
public:
    explicit WsWriter(Outbox::Limits limits)
        : outbox_(limits) {}

    /// False when the peer is too slow for what it must not miss.
    bool push(TextPtr message, bool is_text) { return outbox_.push(std::move(message), is_text); }
    /// Answers how many frames were dropped for this one: 0 or 1.
    std::uint64_t put_frame(FramePtr frame) { return outbox_.put_frame(std::move(frame)); }
    void clear() { outbox_.clear(); }

    bool is_writing() const { return is_writing_; }
    std::size_t waiting_messages() const { return outbox_.waiting_messages(); }

    /// Begins to write what is next; false when something is on its way already or nothing waits. `on_written(error)`
    /// is called later and must call `finish`. `stream` and this live until then.
    template <class Handler>
    bool write_next(WsStream& stream, Handler on_written) {
        if (is_writing_) return false;
        in_flight_ = outbox_.take();
        if (in_flight_.empty()) return false;
        is_writing_ = true;
        namespace asio = boost::asio;
        auto const bytes = in_flight_.message
                               ? asio::buffer(*in_flight_.message)
                               : asio::buffer(in_flight_.frame->jpeg.data(), in_flight_.frame->jpeg.size());
        stream.text(in_flight_.message && in_flight_.is_text);
        stream.async_write(
            bytes, [done = std::move(on_written)](boost::system::error_code error, std::size_t) { done(error); });
        return true;
    }

    /// Answers the frame that is written now; null when it was a message.
    FramePtr finish() {
        is_writing_ = false;
        return std::exchange(in_flight_, {}).frame;
    }

private:
    Outbox outbox_;
    Outbox::Item in_flight_;
    bool is_writing_ = false;
};

} // namespace watchpost::net
