#include "lean_link.hpp"

#include "lean_writer.hpp"
#include "ws_frame_parser.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <optional>

namespace watchpost::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Fault = WsFrameParser::Fault;

/// A burst of a camera comes in with one call.
constexpr std::size_t kReadAtOnce = 256 * 1024;
/// So often a peer that never stops sending is read before the others have their turn.
constexpr int kReadsInARow = 4;

EndInfo end_of(Fault fault) {
    switch (fault) {
    case Fault::protocol:
        return {EndInfo::Cause::broke_protocol, close_code::kProtocolError, "the WebSocket protocol was broken"};
    case Fault::odd_length:
        return {EndInfo::Cause::odd_length, close_code::kProtocolError, "a length was not in its shortest form"};
    case Fault::bad_text:
        return {EndInfo::Cause::broke_protocol, close_code::kBadPayload, "a text was not UTF-8"};
    case Fault::too_big:
        break;
    }
    return {EndInfo::Cause::broke_protocol, close_code::kTooBig, "a message was too big"};
}

class LeanLink final : public LinkCore {
public:
    LeanLink(Upgrade upgrade, LinkTerms terms)
        : LinkCore(std::move(upgrade), std::move(terms))
        , parser_(options().read_message_max)
        , writer_(options().outbox) {}

    void send(TextPtr text) override { queue(std::move(text), true); }
    void send(std::span<std::uint8_t const> binary) override {
        queue(std::make_shared<std::string const>(binary.begin(), binary.end()), false);
    }
    void send_frame(FramePtr frame) override {
        if (phase() != Phase::open) return;
        frames_dropped(writer_.put_frame(std::move(frame)));
        write();
    }
    bool is_congested() const override { return writer_.waiting_messages() > 0; }

private:
    asio::ip::tcp::socket& socket() override { return *socket_; }
    void send_fin() override {
        error_code ignored;
        socket_->shutdown(asio::socket_base::shutdown_send, ignored);
    }
    void forget_waiting() override { writer_.clear(); }

    void begin() override {
        socket_.emplace(stream().next_layer().take_socket());
        release_stream();
        error_code ignored;
        socket_->native_non_blocking(true, ignored);
        await_bytes();
    }

    void await_bytes() {
        socket_->async_wait(asio::ip::tcp::socket::wait_read,
                            [self = self_as(this)](error_code error) { self->on_readable(error); });
    }

    bool is_reading() const { return phase() == Phase::open || (phase() == Phase::closing && !has_fault_); }

    void on_readable(error_code error) {
        // All links share the buffer: nothing stays in it from one call to the next.
        thread_local std::vector<std::uint8_t> buffer(kReadAtOnce);
        for (int i = 0; i < kReadsInARow && is_reading(); ++i) {
            auto const got = ::recv(socket_->native_handle(), buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) break;
            if (got == 0) return on_read_failed(asio::error::eof);
            if (got < 0) return on_read_failed(error_code(errno, boost::system::system_category()));
            on_bytes();
            auto const size = static_cast<std::size_t>(got);
            take(std::span(buffer).first(size));
            if (size < buffer.size()) break;
        }
        if (error && is_reading()) return on_read_failed(error);
        if (is_reading()) await_bytes();
    }

    void on_read_failed(error_code error) {
        finish({EndInfo::Cause::vanished, 0, error.message()});
        linger();
    }

    void take(std::span<std::uint8_t const> input) {
        while (is_reading()) {
            auto event = parser_.next(input);
            if (std::holds_alternative<WsFrameParser::NeedMore>(event)) return;
            std::visit([this](auto& what) { on(what); }, event);
        }
    }

    void on(WsFrameParser::NeedMore&) {}
    void on(WsFrameParser::Pong&) { on_pong(); }
    void on(WsFrameParser::Text& text) {
        if (phase() == Phase::open) deliver_text(text.text);
    }
    void on(WsFrameParser::Binary& binary) {
        if (phase() == Phase::open) deliver_binary(std::move(binary.bytes));
    }
    void on(WsFrameParser::Ping& ping) {
        if (phase() != Phase::open) return;
        if (!ping_is_allowed()) return end({EndInfo::Cause::flood, close_code::kPolicy, "too many pings"});
        writer_.pong(ping.payload);
        write();
    }
    void on(WsFrameParser::Close& close) {
        peer_said_close();
        if (phase() == Phase::closing) return linger_when_sent();
        auto const code = close.code == 0 ? close_code::kNormal : close.code; // RFC 6455 section 5.5.1
        finish({EndInfo::Cause::peer_closed, close.code == 0 ? close_code::kNoStatus : close.code,
                std::string(close.reason)});
        answer_close(code);
    }
    void on(Fault& fault) {
        has_fault_ = true;
        if (phase() == Phase::closing) return linger_when_sent();
        auto info = end_of(fault);
        auto const code = info.code;
        finish(std::move(info));
        answer_close(code);
    }

    void queue(TextPtr message, bool is_text) {
        if (phase() != Phase::open) return;
        if (!writer_.push(std::move(message), is_text))
            return end({EndInfo::Cause::too_slow, close_code::kPolicy, "too slow"});
        write();
    }

    void write() {
        if (is_blocked_ || phase() == Phase::lingering || phase() == Phase::dropped) return;
        auto const progress = writer_.write(socket_->native_handle());
        if (progress.frames > 0) frames_sent(std::span(progress.arrived).first(progress.frames));
        if (progress.outcome == LeanWriter::Outcome::blocked) {
            is_blocked_ = true;
            watch().on_write_begin(now());
            socket_->async_wait(asio::ip::tcp::socket::wait_write,
                                [self = self_as(this)](error_code error) { self->on_writable(error); });
        } else if (phase() == Phase::closing) {
            if (progress.outcome == LeanWriter::Outcome::failed)
                linger();
            else
                linger_when_sent();
        } // else: of a failure the read tells why
    }

    void on_writable(error_code error) {
        is_blocked_ = false;
        watch().on_write_end();
        if (!error) write();
    }

    void begin_close(std::uint16_t code, std::string const& reason) override {
        writer_.close(code, reason);
        write();
    }

    /// The WebSocket is over when both have said so, or when we have and nothing the peer says can be understood.
    void linger_when_sent() {
        if (writer_.is_close_sent() && (has_peer_said_close() || has_fault_)) linger();
    }

    void send_ping() override {
        writer_.ping();
        write();
    }

    std::optional<asio::ip::tcp::socket> socket_;
    WsFrameParser parser_;
    LeanWriter writer_;
    bool is_blocked_ = false; ///< waits until the socket takes more
    bool has_fault_ = false;  ///< nothing that comes can be understood any more
};

} // namespace

void open_lean_link(Upgrade upgrade, LinkTerms terms) {
    std::make_shared<LeanLink>(std::move(upgrade), std::move(terms))->start();
}

} // namespace watchpost::net
