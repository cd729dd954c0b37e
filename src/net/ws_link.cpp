#include "ws_link.hpp"

#include "link_watch.hpp"
#include "ws_end.hpp"
#include "ws_stream.hpp"
#include "ws_writer.hpp"

#include <watchpost/core/printable.hpp>
#include <watchpost/core/token_bucket.hpp>
#include <watchpost/net/address.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <spdlog/spdlog.h>

#include <array>
#include <optional>

namespace watchpost::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;
using std::chrono::seconds;

constexpr auto kHandshakeLimit = seconds(5);
constexpr auto kProbeEvery = seconds(1);
/// How long a close frame may take to leave and to be answered by a peer without `fin_delay`.
constexpr auto kCloseGrace = seconds(2);
/// A peer that took nothing for `stall_after` gets no more than this to take the close frame.
constexpr auto kStalledGrace = seconds(1);

/// A peer that still sends so much after the end is dropped.
constexpr std::size_t kMaxDrained = 4 * 1024 * 1024;

/// The read buffer of the next message begins with room for this much more than the last one took.
constexpr std::size_t grown(std::size_t size) {
    return size + size / 4;
}

class WsLink final : public Link, private Connection, private Ticking, public std::enable_shared_from_this<WsLink> {
public:
    WsLink(Upgrade upgrade, LinkOptions options, LinkFactory open, Pulse& pulse, LinkSet& links, Guard keep)
        : options_(std::move(options))
        , open_(std::move(open))
        , pulse_(pulse)
        , links_(links)
        , keep_(std::move(keep))
        , peer_(host_and_port(upgrade.peer.address(), upgrade.peer.port()))
        , request_(std::move(upgrade.request))
        , loop_(upgrade.socket.get_executor())
        , stream_(std::in_place, std::move(upgrade.socket))
        , writer_(options_.outbox)
        , watch_(options_.heartbeat, options_.stall_after, pulse.clock().now())
        , deadline_(pulse.clock().now() + kHandshakeLimit)
        , pings_allowed_(std::chrono::nanoseconds(seconds(1)) / std::max(options_.max_pings_per_second, 1U),
                         static_cast<int>(options_.max_pings_per_second)) {}

    void start() {
        beat_ = pulse_.join(*this);
        membership_ = links_.join(*this);
        prepare(*stream_, options_);
        stream_->control_callback([this](websocket::frame_type type, boost::beast::string_view) {
            if (type == websocket::frame_type::ping) on_ping();
        });
        stream_->async_accept(request_, [self = shared_from_this()](error_code error) { self->on_accepted(error); });
    }

    void send(TextPtr text) override { queue(std::move(text), true); }
    void send(Bytes const& binary) override {
        queue(std::make_shared<std::string const>(binary.begin(), binary.end()), false);
    }

    void send_frame(FramePtr frame) override {
        if (phase_ != Phase::open) return;
        links_.frames_dropped(writer_.put_frame(std::move(frame)));
        write();
    }

    void close(std::uint16_t code, std::string reason) override {
        end({EndInfo::Cause::we_closed, code, std::move(reason)});
    }

    bool is_congested() const override { return writer_.waiting_messages() > 0; }

    void excuse_silence_until(SteadyTime until) override { watch_.excuse_silence_until(until); }
    void set_label(std::string label) override { label_ = std::move(label); }
    void shut_down() override { close(options_.shutdown_code, "the daemon stops"); }

    void drop() override {
        if (phase_ == Phase::dropped) return;
        phase_ = Phase::dropped;
        beat_.release();
        membership_.release();
        keep_.release();
        error_code ignored;
        stream_->next_layer().close(ignored);
        // Beast may have parked a read behind a close and the close behind that read; no socket operation is left to
        // wake them then, and they would keep this link for ever. They end with the stream.
        asio::post(loop_, [self = shared_from_this()] { self->stream_.reset(); });
    }

private:
    enum class Phase {
        accepting, ///< the 101 is on its way
        open,
        closing,   ///< our close frame waits, or is on its way, or waits for its answer
        lingering, ///< the WebSocket is over; waiting for the peer's FIN
        dropped,
    };

    std::string who() const {
        return options_.endpoint + (label_.empty() ? "" : " " + printable(label_)) + " " + peer_;
    }

    void on_accepted(error_code error) {
        request_ = {};
        if (phase_ != Phase::accepting) return;
        if (error) {
            spdlog::debug("{}: handshake failed: {}", who(), error.message());
            return drop();
        }
        phase_ = Phase::open;
        watch_.begin(stream_->next_layer().native_handle());
        links_.opened(options_.endpoint);
        handler_ = open_(*this);
        open_ = nullptr;
        spdlog::info("{}: open", who());
        if (early_end_) return tell_end(*early_end_);
        read();
    }

    // Reading

    void read() {
        if (buffer_.capacity() < size_hint_) buffer_.reserve(size_hint_);
        reader_buffer_.emplace(buffer_);
        stream_->async_read(*reader_buffer_,
                            [self = shared_from_this()](error_code error, std::size_t) { self->on_read(error); });
    }

    void on_read(error_code error) {
        if (error) return on_read_failed(error);
        watch_.on_message(pulse_.clock().now());
        if (phase_ == Phase::open) {
            if (stream_->got_text()) {
                std::string_view const text{reinterpret_cast<char const*>(buffer_.data()), buffer_.size()};
                if (is_cut(text)) {
                    end({EndInfo::Cause::broke_protocol, close_code::kBadPayload, ""});
                } else {
                    handler_->on_text(text);
                }
            } else {
                size_hint_ = std::min(grown(buffer_.size()), options_.read_message_max);
                handler_->on_binary(std::exchange(buffer_, {}));
            }
        }
        buffer_.clear();
        if (phase_ == Phase::open) read(); // else the close reads on
    }

    void on_read_failed(error_code error) {
        if (phase_ == Phase::dropped) return;
        peer_said_close_ = error == websocket::error::closed;
        finish(end_of_read(error, stream_->reason()));
        if (phase_ == Phase::open) linger();
    }

    void on_ping() {
        if (phase_ != Phase::open || options_.max_pings_per_second == 0) return;
        if (pings_allowed_.take(pulse_.clock().now())) return;
        // Not from inside Beast's read.
        asio::post(loop_, [self = shared_from_this()] {
            self->end({EndInfo::Cause::flood, close_code::kPolicy, "too many pings"});
        });
    }

    // Writing

    void queue(TextPtr message, bool is_text) {
        if (phase_ != Phase::open) return;
        if (!writer_.push(std::move(message), is_text))
            return end({EndInfo::Cause::too_slow, close_code::kPolicy, "too slow"});
        write();
    }

    void write() {
        if (phase_ != Phase::open) return;
        auto on_done = [self = shared_from_this()](error_code error) { self->on_written(error); };
        if (writer_.write_next(*stream_, std::move(on_done))) watch_.on_write_begin(pulse_.clock().now());
    }

    void on_written(error_code error) {
        watch_.on_write_end();
        if (writer_.finish() && !error) links_.frame_sent();
        if (phase_ == Phase::dropped) return;
        if (phase_ == Phase::closing) return error ? linger() : send_close();
        if (error) return; // the read tells why
        write();
    }

    // Ending

    /// We decide that the link ends.
    void end(EndInfo info) {
        if (phase_ == Phase::accepting) return drop();
        if (phase_ != Phase::open) return;
        auto const code = info.code;
        auto const cause = info.cause;
        close_reason_ = websocket::close_reason(static_cast<websocket::close_code>(code), info.reason);
        deadline_ = pulse_.clock().now() + (cause == EndInfo::Cause::too_slow ? kStalledGrace : close_grace());
        finish(std::move(info));
        if (options_.silent_close) return drop();
        phase_ = Phase::closing;
        if (!writer_.is_writing()) send_close();
    }

    std::chrono::seconds close_grace() const { return std::max<seconds>(options_.fin_delay, kCloseGrace); }

    void send_close() {
        stream_->async_close(close_reason_, [self = shared_from_this()](error_code error) {
            self->peer_said_close_ = self->peer_said_close_ || !error;
            self->linger();
        });
    }

    /// Records the first reason and tells the session, once.
    void finish(EndInfo info) {
        writer_.clear();
        if (std::exchange(finished_, true)) return;
        if (handler_) return tell_end(info);
        early_end_ = std::move(info); // the session ended its link while it was being made
    }

    void tell_end(EndInfo const& info) {
        links_.ended(options_.endpoint, who(), info);
        handler_->on_end(info);
    }

    /// The WebSocket is over. A peer that has said so itself gets our FIN now; another one later, if it cannot bear it.
    void linger() {
        if (phase_ == Phase::lingering || phase_ == Phase::dropped) return;
        if (phase_ == Phase::open) deadline_ = pulse_.clock().now() + close_grace();
        phase_ = Phase::lingering;
        error_code ignored;
        if (peer_said_close_ || options_.fin_delay == seconds(0))
            stream_->next_layer().shutdown(asio::socket_base::shutdown_send, ignored);
        drain();
    }

    void drain() {
        // What comes now interests nobody, so all links share the place where it goes.
        thread_local std::array<char, 64 * 1024> scratch;
        stream_->next_layer().async_read_some(asio::buffer(scratch),
                                              [self = shared_from_this()](error_code error, std::size_t bytes) {
                                                  if (self->phase_ == Phase::dropped) return;
                                                  self->drained_ += bytes;
                                                  if (error || self->drained_ > kMaxDrained) return self->drop();
                                                  self->drain();
                                              });
    }

    // Time

    void tick(SteadyTime now) override {
        auto const self = shared_from_this(); // a drop releases the membership that calls us
        if (phase_ != Phase::open) {
            if (now >= deadline_) drop();
            return;
        }
        handler_->on_tick(now);
        if (phase_ != Phase::open || now < next_probe_) return;
        next_probe_ = now + kProbeEvery;
        check(now);
    }

    void check(SteadyTime now) {
        auto const finding = watch_.check(stream_->next_layer().native_handle(), now);
        if (finding.peer_sent) handler_->on_sign_of_life();
        if (phase_ != Phase::open) return;
        switch (finding.verdict) {
        case LinkWatch::Verdict::well:
            return;
        case LinkWatch::Verdict::too_slow:
            return end({EndInfo::Cause::too_slow, close_code::kPolicy, "too slow"});
        case LinkWatch::Verdict::silent:
            if (options_.pings) end({EndInfo::Cause::silent, close_code::kSilent, "no sign of life"});
            return;
        case LinkWatch::Verdict::ping:
            if (options_.pings) ping();
            return;
        }
    }

    void ping() {
        if (std::exchange(pinging_, true)) return;
        stream_->async_ping({}, [self = shared_from_this()](error_code) { self->pinging_ = false; });
    }

    LinkOptions const options_;
    LinkFactory open_;
    Pulse& pulse_;
    LinkSet& links_;
    Guard keep_;
    std::string const peer_;
    std::string label_;
    http::request<http::string_body> request_;
    asio::any_io_executor loop_;
    std::optional<WsStream> stream_; ///< empty soon after a drop
    std::unique_ptr<LinkHandler> handler_;
    Phase phase_ = Phase::accepting;
    bool finished_ = false;
    std::optional<EndInfo> early_end_;
    bool peer_said_close_ = false;

    Bytes buffer_;
    std::optional<asio::dynamic_vector_buffer<Bytes::value_type, Bytes::allocator_type>> reader_buffer_;
    std::size_t size_hint_ = 0;
    std::size_t drained_ = 0;

    WsWriter writer_;
    bool pinging_ = false;
    websocket::close_reason close_reason_;

    LinkWatch watch_;
    SteadyTime next_probe_{};
    SteadyTime deadline_; ///< of every phase but `open`
    TokenBucket pings_allowed_;
    Guard beat_;
    Guard membership_;
};

} // namespace

void open_ws_link(Upgrade upgrade, LinkOptions options, LinkFactory open, Pulse& pulse, LinkSet& links, Guard keep) {
    std::make_shared<WsLink>(std::move(upgrade), std::move(options), std::move(open), pulse, links, std::move(keep))
        ->start();
}

} // namespace watchpost::net
