#include "ws_link.hpp"

#include "ws_end.hpp"
#include "ws_writer.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <algorithm>

namespace watchpost::net {
namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

/// The first read of a message has room for so much; what has come may be followed by as much again, or by what the
/// last picture took and a quarter more.
constexpr std::size_t kFirstPiece = 4 * 1024;

constexpr std::size_t grown(std::size_t size) {
    return size + size / 4;
}

class WsLink final : public LinkCore {
public:
    WsLink(Upgrade upgrade, LinkTerms terms)
        : LinkCore(std::move(upgrade), std::move(terms))
        , writer_(outbox()) {}

private:
    asio::ip::tcp::socket& socket() override { return stream().next_layer().socket(); }
    void send_fin() override { stream().next_layer().send_fin(); }

    void begin() override {
        stream().control_callback([this](websocket::frame_type type, boost::beast::string_view) {
            if (type == websocket::frame_type::ping) on_ping();
            if (type == websocket::frame_type::pong) on_pong();
        });
        read();
    }

    void read() {
        make_room();
        stream().async_read_some(
            asio::buffer(room_.begin() + size_, room_.capacity() - size_),
            [self = self_as(this)](error_code error, std::size_t size) { self->on_read(error, size); });
    }

    /// Beast refuses what is longer than a message may be; the byte beyond is for the end of one that is just as long.
    void make_room() {
        if (size_ < room_.capacity()) return;
        auto const trusted = size_ == 0 ? kFirstPiece : std::max(2 * size_, size_hint_);
        MessageBytes::Room larger{std::min(trusted, options().read_message_max + 1)};
        std::copy_n(room_.begin(), size_, larger.begin());
        room_ = std::move(larger);
    }

    void on_read(error_code error, std::size_t size) {
        if (error) return on_read_failed(error);
        on_bytes();
        size_ += size;
        bool const is_text = stream().got_text();
        if (phase() == Phase::open && is_text && size_ > options().read_text_max) {
            end({EndInfo::Cause::broke_protocol, close_code::kTooBig, "a text was too big"});
        } else if (phase() == Phase::open && stream().is_message_done()) {
            take_message(is_text);
        }
        if (phase() != Phase::open) return forget();
        note_unfinished();
        if (phase() == Phase::open) read(); // else the close reads on
    }

    void take_message(bool is_text) {
        ++messages_;
        auto const size = std::exchange(size_, 0);
        if (!is_text) {
            size_hint_ = std::min(grown(size), options().read_message_max);
            return deliver_binary(MessageBytes{std::exchange(room_, {}), size});
        }
        std::string_view const text{reinterpret_cast<char const*>(room_.begin()), size};
        if (is_cut(text)) return end({EndInfo::Cause::broke_protocol, close_code::kBadPayload, ""});
        deliver_text(text);
    }

    void forget() {
        room_ = {};
        size_ = 0;
    }

    Unfinished unfinished() const override { return {size_ > 0, messages_, size_, room_.capacity()}; }

    void on_read_failed(error_code error) {
        if (phase() == Phase::dropped) return;
        if (error == websocket::error::closed) peer_said_close();
        finish(end_of_read(error, stream().reason()));
        if (phase() == Phase::open) linger();
    }

    void on_ping() {
        if (phase() != Phase::open || ping_is_allowed()) return;
        // Not from inside Beast's read.
        asio::post(socket().get_executor(), [self = self_as(this)] {
            self->end({EndInfo::Cause::flood, close_code::kPolicy, "too many pings"});
        });
    }

    void write() override {
        if (phase() != Phase::open) return;
        auto on_done = [self = self_as(this)](error_code error) { self->on_written(error); };
        if (writer_.write_next(stream(), std::move(on_done))) watch().on_write_begin(now());
    }

    void on_written(error_code error) {
        watch().on_write_end();
        if (auto const frame = writer_.finish(); frame && !error) frames_sent({&frame->arrived, 1});
        if (phase() == Phase::dropped) return;
        if (phase() == Phase::closing) return error ? linger() : send_close();
        if (error) return; // the read tells why
        write();
    }

    void begin_close(std::uint16_t code, std::string const& reason) override {
        close_reason_ = websocket::close_reason(static_cast<websocket::close_code>(code), reason);
        if (!writer_.is_writing()) send_close();
    }

    void send_close() {
        stream().async_close(close_reason_, [self = self_as(this)](error_code error) {
            if (!error) {
                self->peer_said_close();
            } else if (error != asio::error::operation_aborted) {
                auto how = end_of_read(error, {});
                if (how.cause == EndInfo::Cause::vanished) self->finish(std::move(how)); // only marks it as gone
            }
            self->linger();
        });
    }

    void send_ping() override {
        if (std::exchange(pinging_, true)) return;
        stream().async_ping({}, [self = self_as(this)](error_code) { self->pinging_ = false; });
    }

    MessageBytes::Room room_;
    std::size_t size_ = 0; ///< bytes of a message that have come
    std::uint64_t messages_ = 0;
    std::size_t size_hint_ = 0;
    WsWriter writer_;
    bool pinging_ = false;
    websocket::close_reason close_reason_;
};

} // namespace

void open_ws_link(Upgrade upgrade, LinkTerms terms) {
    std::make_shared<WsLink>(std::move(upgrade), std::move(terms))->start();
}

} // namespace watchpost::net
