#include "lean_link.hpp"

#include "lean_writer.hpp"
#include "ws_frame_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

namespace watchpost::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Fault = WsFrameParser::Fault;

/// What each link has to read into; who may send little gets little.
constexpr std::size_t kRead = 16 * 1024;
/// What did not fit in there, such as a burst of a camera, comes in with one more call. All links share the place for
/// it: nothing stays in it.
constexpr std::size_t kMostAtOnce = 256 * 1024;

std::span<std::uint8_t> shared_room() {
    thread_local std::array<std::uint8_t, kMostAtOnce> room;
    return room;
}

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
        , parser_(options().read_message_max, options().read_text_max)
        , writer_(outbox())
        , room_(std::min(options().read_message_max, kRead))
        , bytes_(std::make_unique_for_overwrite<std::uint8_t[]>(room_)) {}

private:
    asio::ip::tcp::socket& socket() override { return *socket_; }
    void send_fin() override {
        error_code ignored;
        socket_->shutdown(asio::socket_base::shutdown_send, ignored);
    }

    void begin() override {
        socket_.emplace(stream().next_layer().take_socket());
        release_stream();
        error_code ignored;
        socket_->native_non_blocking(true, ignored);
        await_bytes();
    }

    /// Reads rather than waits for something to read: Asio arms the socket anew for each wait, which costs a call to
    /// the kernel, and not for a read that found all there was.
    void await_bytes() {
        socket_->async_read_some(
            asio::buffer(bytes_.get(), room_),
            [self = self_as(this)](error_code error, std::size_t size) { self->on_read(error, size); });
    }

    bool is_reading() const { return phase() == Phase::open || (phase() == Phase::closing && !has_fault_); }

    void on_read(error_code error, std::size_t size) {
        if (!is_reading()) return;
        if (error) return on_read_failed(error);
        on_bytes();
        is_taking_ = true;
        take(std::span(bytes_.get(), size));
        if (size == room_) take_more();
        is_taking_ = false;
        if (phase() != Phase::open) parser_.forget_messages();
        note_unfinished();
        if (is_reading()) await_bytes();
    }

    /// Reads without waiting; what cannot be read the next read tells of.
    void take_more() {
        if (!is_reading()) return;
        auto const room = shared_room();
        auto const size = ::recv(socket_->native_handle(), room.data(), room.size(), MSG_DONTWAIT);
        if (size > 0) take(room.first(static_cast<std::size_t>(size)));
    }

    Unfinished unfinished() const override {
        return {parser_.is_under_way(), parser_.message(), parser_.held(), parser_.room()};
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
        if (fault == Fault::too_big && parser_.is_text()) info.reason = "a text was too big";
        auto const code = info.code;
        finish(std::move(info));
        answer_close(code);
    }

    void write() override {
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
        if (!is_taking_) parser_.forget_messages(); // else what a session is looking at would go
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
    std::size_t const room_;
    std::unique_ptr<std::uint8_t[]> const bytes_; ///< what was read last; `room_` of them
    bool is_blocked_ = false;                     ///< waits until the socket takes more
    bool is_taking_ = false;                      ///< the parser shows what it has read
    bool has_fault_ = false;                      ///< nothing that comes can be understood any more
};

} // namespace

void open_lean_link(Upgrade upgrade, LinkTerms terms) {
    std::make_shared<LeanLink>(std::move(upgrade), std::move(terms))->start();
}

} // namespace watchpost::net
