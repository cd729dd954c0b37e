#include "ws_client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>

#include <stdexcept>

namespace watchpost::test {
namespace {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

constexpr std::size_t kMaxMessage = 64 * 1024 * 1024;

std::string lower(std::string text) {
    for (char& c : text)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
}

} // namespace

struct WsClient::Impl {
    asio::io_context loop{1};
    websocket::stream<asio::ip::tcp::socket> stream{loop};
    websocket::response_type response;
    std::string read_buffer;
    std::optional<boost::beast::flat_buffer> buffer;
    bool reading = false;
    std::optional<error_code> read_error;
    std::optional<Message> message;
    bool closed_properly = false; ///< our own close was answered

    /// Runs the loop until `done()` or for `limit`.
    template <class Done>
    bool run(Done done, std::chrono::milliseconds limit) {
        auto const deadline = std::chrono::steady_clock::now() + limit;
        loop.restart();
        while (!done()) {
            if (std::chrono::steady_clock::now() >= deadline) return false;
            if (loop.run_one_until(deadline) == 0 && loop.stopped()) loop.restart();
        }
        return true;
    }

    void start_read() {
        if (reading || read_error) return;
        reading = true;
        buffer.emplace();
        stream.async_read(*buffer, [this](error_code error, std::size_t) {
            reading = false;
            if (error) {
                read_error = error;
            } else {
                message = Message{stream.got_text(), boost::beast::buffers_to_string(buffer->data())};
            }
        });
    }

    void write(bool text, std::string const& data) {
        stream.text(text);
        bool written = false;
        stream.async_write(asio::buffer(data), [&written](error_code, std::size_t) { written = true; });
        if (!run([&written] { return written; }, kPatience)) throw std::runtime_error("the server takes nothing");
    }

    Close close_seen() const {
        if (!closed_properly && *read_error != websocket::error::closed) return {1006, read_error->message()};
        auto const& reason = stream.reason();
        auto const code = static_cast<std::uint16_t>(reason.code == 0 ? 1005 : reason.code);
        return {code, std::string(reason.reason.data(), reason.reason.size())};
    }

    error_code connect(unsigned short port, std::string const& target, Headers const& headers) {
        stream.next_layer().connect({asio::ip::address_v4::loopback(), port});
        stream.next_layer().set_option(asio::ip::tcp::no_delay(true));
        stream.read_message_max(kMaxMessage);
        stream.auto_fragment(false);
        std::string host = "127.0.0.1:" + std::to_string(port);
        stream.set_option(websocket::stream_base::decorator([&](websocket::request_type& request) {
            for (auto const& [name, value] : headers) {
                if (lower(name) == "host") {
                    request.set(name, value);
                } else {
                    request.insert(name, value);
                }
            }
        }));
        std::optional<error_code> result;
        stream.async_handshake(response, host, target, [&result](error_code error) { result = error; });
        if (!run([&result] { return result.has_value(); }, kPatience)) return asio::error::timed_out;
        return *result;
    }
};

WsClient::WsClient(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl)) {}
WsClient::WsClient(WsClient&&) noexcept = default;
WsClient& WsClient::operator=(WsClient&&) noexcept = default;

WsClient::~WsClient() {
    if (!impl_) return;
    vanish();
    impl_->run([this] { return !impl_->reading; }, kPatience);
}

WsClient WsClient::open(unsigned short port, std::string const& target, Headers const& headers) {
    auto impl = std::make_unique<Impl>();
    if (auto const error = impl->connect(port, target, headers))
        throw std::runtime_error("handshake at " + target + ": " + error.message());
    return WsClient{std::move(impl)};
}

int WsClient::status_of(unsigned short port, std::string const& target, Headers const& headers) {
    Impl impl;
    impl.connect(port, target, headers);
    return static_cast<int>(impl.response.result_int());
}

void WsClient::send_text(std::string const& text) {
    impl_->write(true, text);
}

void WsClient::send_binary(std::string const& data) {
    impl_->write(false, data);
}

void WsClient::send_ping(std::string const& payload) {
    bool sent = false;
    impl_->stream.async_ping(websocket::ping_data(payload), [&sent](error_code) { sent = true; });
    impl_->run([&sent] { return sent; }, kPatience);
}

void WsClient::send_raw(std::string const& bytes) {
    error_code ignored;
    asio::write(impl_->stream.next_layer(), asio::buffer(bytes), ignored);
}

std::optional<WsClient::Message> WsClient::receive(std::chrono::milliseconds limit) {
    if (!impl_->message) impl_->start_read();
    impl_->run([this] { return impl_->message || impl_->read_error; }, limit);
    return std::exchange(impl_->message, std::nullopt);
}

std::optional<std::string> WsClient::receive_text_with(std::string const& part, std::chrono::milliseconds limit) {
    auto const deadline = std::chrono::steady_clock::now() + limit;
    for (;;) {
        auto const left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        auto message = receive(left);
        if (!message) return std::nullopt;
        if (message->is_text && message->data.find(part) != std::string::npos) return std::move(message->data);
    }
}

std::optional<std::string> WsClient::receive_binary(std::chrono::milliseconds limit) {
    auto const deadline = std::chrono::steady_clock::now() + limit;
    for (;;) {
        auto const left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        auto message = receive(left);
        if (!message) return std::nullopt;
        if (!message->is_text) return std::move(message->data);
    }
}

std::optional<WsClient::Close> WsClient::wait_for_close(std::chrono::milliseconds limit) {
    auto const deadline = std::chrono::steady_clock::now() + limit;
    while (!impl_->read_error) {
        auto const left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (!receive(left) && !impl_->read_error) return std::nullopt;
    }
    return impl_->close_seen();
}

std::optional<WsClient::Close> WsClient::close(std::uint16_t code, std::string const& reason) {
    websocket::close_reason const why{static_cast<websocket::close_code>(code), reason};
    bool done = false;
    impl_->stream.async_close(why, [this, &done](error_code error) {
        impl_->closed_properly = !error;
        done = true;
    });
    wait_for_close();
    if (!impl_->run([&done] { return done; }, kPatience) || !impl_->read_error) return std::nullopt;
    return impl_->close_seen();
}

void WsClient::vanish() {
    error_code ignored;
    impl_->stream.next_layer().close(ignored);
}

bool WsClient::is_open() const {
    return impl_->stream.is_open() && !impl_->read_error;
}

std::string WsClient::response_header(std::string const& name) const {
    auto const it = impl_->response.find(name);
    return it == impl_->response.end() ? std::string() : std::string(it->value().data(), it->value().size());
}

} // namespace watchpost::test
