#pragma once

#include "channel.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

namespace watchpost::net {

/// A request that is to become a WebSocket, and what it came over.
struct Upgrade {
    Channel channel;
    boost::beast::http::request<boost::beast::http::string_body> request;
    boost::asio::ip::tcp::endpoint peer; ///< canonical address
};

} // namespace watchpost::net
