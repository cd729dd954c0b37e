#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/role.hpp>

namespace watchpost::net {

/// A TCP socket that Beast leaves open when a WebSocket ends. Beast would send a FIN right behind the close frame, and
/// a flashed camera that gets both together crashes (DEVICES rule 9); the link decides when to shut down.
class LinkSocket : public boost::asio::ip::tcp::socket {
public:
    explicit LinkSocket(boost::asio::ip::tcp::socket&& socket)
        : boost::asio::ip::tcp::socket(std::move(socket)) {}
};

inline void teardown(boost::beast::role_type, LinkSocket&, boost::system::error_code& error) {
    error = {};
}

template <class Handler>
void async_teardown(boost::beast::role_type, LinkSocket& socket, Handler&& handler) {
    boost::asio::post(socket.get_executor(),
                      boost::beast::bind_front_handler(std::forward<Handler>(handler), boost::system::error_code{}));
}

} // namespace watchpost::net
