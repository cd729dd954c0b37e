#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <string>

namespace watchpost::net {

/// The one form of an address that limits, logs and the localhost rule see: IPv4 mapped into IPv6 is unwrapped.
/// (`make_address("::ffff:127.0.0.1").is_loopback()` is false.)
boost::asio::ip::address canonical(boost::asio::ip::address const& address);

/// "127.0.0.1:3000" or "[::1]:3000".
std::string host_and_port(boost::asio::ip::tcp::endpoint const& at);

/// Where a client on this machine reaches who listens at `at`: there, or at the loopback address for one that listens
/// everywhere.
boost::asio::ip::tcp::endpoint reached_from_here(boost::asio::ip::tcp::endpoint const& at);

} // namespace watchpost::net
