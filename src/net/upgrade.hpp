#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

namespace watchpost::net {

/// A request that is to become a WebSocket, and its socket.
struct Upgrade {
    boost::asio::ip::tcp::socket socket;
    boost::beast::http::request<boost::beast::http::string_body> request;
    boost::asio::ip::tcp::endpoint peer; ///< canonical address
};

} // namespace watchpost::net
