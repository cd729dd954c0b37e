#include "ws_link.hpp"

#include "link_socket.hpp"
#include "stall_watch.hpp"
#include "tcp_probe.hpp"

#include <watchpost/core/printable.hpp>
#include <watchpost/net/address.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>
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

/// The read buffer of the next message begins with room for this much more than the last one took.
constexpr std::size_t grown(std::size_t size) {
    return size + size / 4;
}

/// What Beast answered, before it reported `error`; 0 when it answered nothing.
std::uint16_t protocol_close_code(error_code error) {
    if (error == websocket::error::message_too_big || error == websocket::error::buffer_overflow)
        return close_code::kTooBig;
    if (error == websocket::error::bad_frame_payload) return close_code::kBadPayload;
    if (error == websocket::condition::protocol_violation) return close_code::kProtocolError;
    return 0;
}

/// Whether the last character lacks bytes. Beast checks the rest, but not this when the last frame of a message is
/// empty (1.81, RFC 6455 section 8.1).
bool is_cut(std::string_view text) {
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
        auto const byte = static_cast<unsigned char>(text[text.size() - back]);
        if ((byte & 0xC0U) == 0x80U) continue;
        std::size_t const length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
        return length > back;
    }
    return false;
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
        , stream_(std::move(upgrade.socket))
        , outbox_(options_.outbox)
        , heartbeat_(options_.heartbeat, pulse.clock().now())
        , stall_(options_.stall_after)
        , deadline_(pulse.clock().now() + kHandshakeLimit) {}

    void start() {
        beat_ = pulse_.join(*this);
        membership_ = links_.join(*this);
        stream_.read_message_max(options_.read_message_max);
        stream_.auto_fragment(false);
        stream_.set_option(
            websocket::stream_base::timeout{websocket::stream_base::none(), websocket::stream_base::none(), false});
        auto const protocol = options_.subprotocol;
        stream_.set_option(websocket::stream_base::decorator([protocol](websocket::response_type& response) {
            // Board libraries compare the whole value (DEVICES rule 1).
            response.set(http::field::connection, "Upgrade");
            response.set(http::field::server, "watchpost");
            if (!protocol.empty()) response.set(http::field::sec_websocket_protocol, protocol);
        }));
        stream_.control_callback([this](websocket::frame_type type, boost::beast::string_view) {
            if (type == websocket::frame_type::ping) on_ping();
        });
        stream_.async_accept(request_, [self = shared_from_this()](error_code error) { self->on_accepted(error); });
    }

    void send(TextPtr text) override { queue(std::move(text), true); }
    void send(Bytes const& binary) override {
        queue(std::make_shared<std::string const>(binary.begin(), binary.end()), false);
    }

    void send_frame(FramePtr frame) override {
        if (phase_ != Phase::open) return;
        auto const dropped = outbox_.frames_dropped();
        outbox_.put_frame(std::move(frame));
        links_.frames_dropped(outbox_.frames_dropped() - dropped);
        write();
    }

    void close(std::uint16_t code, std::string reason) override {
        end({EndInfo::Cause::we_closed, code, std::move(reason)});
    }

    void excuse_silence_until(SteadyTime until) override { heartbeat_.grant_until(until); }
    void set_label(std::string label) override { label_ = std::move(label); }
    void shut_down() override { close(options_.shutdown_code, "the daemon stops"); }

    void drop() override {
        phase_ = Phase::dropped;
        beat_.release();
        membership_.release();
        keep_.release();
        error_code ignored;
        stream_.next_layer().close(ignored);
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
        if (auto const counters = tcp_counters(stream_.next_layer().native_handle())) received_ = counters->received;
        links_.opened(options_.endpoint);
        handler_ = open_(*this);
        open_ = nullptr;
        spdlog::info("{}: open", who());
        read();
    }

    // Reading

    void read() {
        if (buffer_.capacity() < size_hint_) buffer_.reserve(size_hint_);
        reader_buffer_.emplace(buffer_);
        stream_.async_read(*reader_buffer_,
                           [self = shared_from_this()](error_code error, std::size_t) { self->on_read(error); });
    }

    void on_read(error_code error) {
        if (error) return on_read_failed(error);
        auto const now = pulse_.clock().now();
        heartbeat_.on_sign_of_life(now);
        if (phase_ == Phase::open) {
            if (stream_.got_text()) {
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
        if (error == websocket::error::closed) {
            peer_said_close_ = true;
            auto const& reason = stream_.reason();
            finish({EndInfo::Cause::peer_closed,
                    static_cast<std::uint16_t>(reason.code == websocket::close_code::none ? close_code::kNoStatus
                                                                                          : reason.code),
                    std::string(reason.reason.data(), reason.reason.size())});
        } else if (auto const code = protocol_close_code(error)) {
            finish({EndInfo::Cause::broke_protocol, code, error.message()});
        } else {
            finish({EndInfo::Cause::vanished, 0, error.message()});
        }
        if (phase_ == Phase::open) linger();
    }

    void on_ping() {
        if (options_.max_pings_per_second == 0 || phase_ != Phase::open) return;
        auto const now = pulse_.clock().now();
        if (now - ping_window_ >= seconds(1)) {
            ping_window_ = now;
            pings_in_window_ = 0;
        }
        if (++pings_in_window_ <= options_.max_pings_per_second) return;
        // Not from inside Beast's read.
        asio::post(stream_.get_executor(), [self = shared_from_this()] {
            self->end({EndInfo::Cause::flood, close_code::kPolicy, "too many pings"});
        });
    }

    // Writing

    void queue(TextPtr message, bool is_text) {
        if (phase_ != Phase::open) return;
        if (!outbox_.push(std::move(message), is_text))
            return end({EndInfo::Cause::too_slow, close_code::kPolicy, "too slow"});
        write();
    }

    void write() {
        if (writing_ || phase_ != Phase::open) return;
        in_flight_ = outbox_.take();
        if (in_flight_.empty()) return;
        stream_.text(in_flight_.message && in_flight_.is_text);
        writing_ = true;
        stall_.on_write_begin(pulse_.clock().now());
        auto const bytes =
            in_flight_.message ? asio::buffer(*in_flight_.message) : asio::buffer(in_flight_.frame->jpeg);
        stream_.async_write(bytes,
                            [self = shared_from_this()](error_code error, std::size_t) { self->on_written(error); });
    }

    void on_written(error_code error) {
        writing_ = false;
        stall_.on_write_end();
        if (!error && in_flight_.frame) links_.frame_sent();
        in_flight_ = {};
        if (phase_ == Phase::dropped || error) return; // the read tells why
        if (phase_ == Phase::closing) return send_close();
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
        if (!writing_) send_close();
    }

    std::chrono::seconds close_grace() const { return std::max<seconds>(options_.fin_delay, kCloseGrace); }

    void send_close() {
        stream_.async_close(close_reason_, [self = shared_from_this()](error_code error) {
            self->peer_said_close_ = self->peer_said_close_ || !error;
            self->linger();
        });
    }

    /// Records the first reason and tells the session, once.
    void finish(EndInfo info) {
        outbox_.clear();
        if (!handler_ || finished_) return;
        finished_ = true;
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
            stream_.next_layer().shutdown(asio::socket_base::shutdown_send, ignored);
        drain();
    }

    void drain() {
        stream_.next_layer().async_read_some(asio::buffer(scratch_),
                                             [self = shared_from_this()](error_code error, std::size_t) {
                                                 if (self->phase_ == Phase::dropped) return;
                                                 if (error) return self->drop();
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
        auto const counters = tcp_counters(stream_.next_layer().native_handle());
        if (counters && counters->received != received_) {
            received_ = counters->received;
            heartbeat_.on_sign_of_life(now);
            handler_->on_sign_of_life();
        }
        if (counters && stall_.is_stalled(now, counters->acknowledged))
            return end({EndInfo::Cause::too_slow, close_code::kPolicy, "too slow"});
        if (!options_.pings) return;
        auto const action = heartbeat_.tick(now);
        if (action == Heartbeat::Action::give_up) end({EndInfo::Cause::silent, close_code::kSilent, "no sign of life"});
        if (action == Heartbeat::Action::ping && !pinging_) {
            pinging_ = true;
            stream_.async_ping({}, [self = shared_from_this()](error_code) { self->pinging_ = false; });
        }
    }

    LinkOptions const options_;
    LinkFactory open_;
    Pulse& pulse_;
    LinkSet& links_;
    Guard keep_;
    std::string const peer_;
    std::string label_;
    http::request<http::string_body> request_;
    websocket::stream<LinkSocket, false> stream_;
    std::unique_ptr<LinkHandler> handler_;
    Phase phase_ = Phase::accepting;
    bool finished_ = false;
    bool peer_said_close_ = false;

    Bytes buffer_;
    std::optional<asio::dynamic_vector_buffer<Bytes::value_type, Bytes::allocator_type>> reader_buffer_;
    std::size_t size_hint_ = 0;
    std::array<char, 1024> scratch_{};

    Outbox outbox_;
    Outbox::Item in_flight_;
    bool writing_ = false;
    bool pinging_ = false;
    websocket::close_reason close_reason_;

    Heartbeat heartbeat_;
    StallWatch stall_;
    std::uint64_t received_ = 0;
    SteadyTime next_probe_{};
    SteadyTime deadline_; ///< of every phase but `open`
    SteadyTime ping_window_{};
    unsigned pings_in_window_ = 0;
    Guard beat_;
    Guard membership_;
};

} // namespace

void open_ws_link(Upgrade upgrade, LinkOptions options, LinkFactory open, Pulse& pulse, LinkSet& links, Guard keep) {
    std::make_shared<WsLink>(std::move(upgrade), std::move(options), std::move(open), pulse, links, std::move(keep))
        ->start();
}

} // namespace watchpost::net
