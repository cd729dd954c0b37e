#pragma once

#include "tls_stream.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/role.hpp>

#include <memory>
#include <variant>

namespace watchpost::net {

/// What HTTP, WebSocket and MJPEG run over: a plain socket, or TLS on one. An AsyncReadStream and AsyncWriteStream as
/// Asio means them. Loop thread only.
class Channel {
public:
    using executor_type = boost::asio::ip::tcp::socket::executor_type;

    explicit Channel(boost::asio::ip::tcp::socket socket)
        : way_(std::move(socket)) {}
    /// After its handshake.
    explicit Channel(TlsStream stream)
        : way_(std::move(stream)) {}

    executor_type get_executor() { return socket().get_executor(); }
    bool is_secure() const { return std::holds_alternative<TlsStream>(way_); }

    /// What is beneath: for its counters, and for bytes that nobody reads any more.
    boost::asio::ip::tcp::socket& socket() {
        auto* const tls = std::get_if<TlsStream>(&way_);
        return tls != nullptr ? tls->socket() : std::get<boost::asio::ip::tcp::socket>(way_);
    }
    /// Requires a channel that is not secure, which is of no more use then.
    boost::asio::ip::tcp::socket take_socket() { return std::move(std::get<boost::asio::ip::tcp::socket>(way_)); }

    /// Sends a FIN, over TLS behind a close_notify if there is room for it.
    void send_fin() {
        boost::system::error_code ignored;
        if (auto* const tls = std::get_if<TlsStream>(&way_)) tls->say_goodbye();
        socket().shutdown(boost::asio::socket_base::shutdown_send, ignored);
    }
    /// The same, and ends what goes on.
    void close() {
        boost::system::error_code ignored;
        if (auto* const tls = std::get_if<TlsStream>(&way_)) tls->say_goodbye();
        socket().close(ignored);
    }

    template <class Buffers, class Token>
    auto async_read_some(Buffers const& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, Transferred>(
            [this](auto handler, auto const& room) {
                if (auto* const tls = std::get_if<TlsStream>(&way_))
                    tls->read_some(first_of(room), erased(std::move(handler)));
                else
                    socket().async_read_some(room, std::move(handler));
            },
            token, buffers);
    }

    template <class Buffers, class Token>
    auto async_write_some(Buffers const& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, Transferred>(
            [this](auto handler, auto const& bytes) {
                if (auto* const tls = std::get_if<TlsStream>(&way_))
                    tls->write_some(some_of(bytes), erased(std::move(handler)));
                else
                    socket().async_write_some(bytes, std::move(handler));
            },
            token, buffers);
    }

private:
    using Transferred = void(boost::system::error_code, std::size_t);

    template <class Handler>
    static TlsStream::Done erased(Handler handler) {
        return
            [kept = std::make_shared<Handler>(std::move(handler))](boost::system::error_code error, std::size_t size) {
                auto now = std::move(*kept);
                now(error, size);
            };
    }

    template <class Buffers>
    static boost::asio::mutable_buffer first_of(Buffers const& buffers) {
        auto const end = boost::asio::buffer_sequence_end(buffers);
        for (auto it = boost::asio::buffer_sequence_begin(buffers); it != end; ++it)
            if (boost::asio::mutable_buffer const buffer{*it}; buffer.size() > 0) return buffer;
        return {};
    }

    /// As many as fit: who writes some writes the rest next.
    template <class Buffers>
    static TlsStream::Buffers some_of(Buffers const& buffers) {
        TlsStream::Buffers some;
        std::size_t count = 0;
        auto const end = boost::asio::buffer_sequence_end(buffers);
        for (auto it = boost::asio::buffer_sequence_begin(buffers); it != end && count < some.size(); ++it)
            if (boost::asio::const_buffer const buffer{*it}; buffer.size() > 0) some[count++] = buffer;
        return some;
    }

    std::variant<boost::asio::ip::tcp::socket, TlsStream> way_;
};

// Beast would send a FIN right behind the close frame of a WebSocket, and a flashed camera that gets both together
// crashes (DEVICES rule 9); the link decides when to shut down.

inline void teardown(boost::beast::role_type, Channel&, boost::system::error_code& error) {
    error = {};
}

template <class Handler>
void async_teardown(boost::beast::role_type, Channel& channel, Handler&& handler) {
    boost::asio::post(channel.get_executor(),
                      boost::beast::bind_front_handler(std::forward<Handler>(handler), boost::system::error_code{}));
}

inline void beast_close_socket(Channel& channel) {
    channel.close();
}

} // namespace watchpost::net
