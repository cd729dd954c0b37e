#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <string>
#include <vector>

namespace watchpost::app {

/// The names under which this machine is found without being told: `<hostname>.local` (RFC 6762), and the addresses
/// that are bound, an IPv6 address in brackets.
std::vector<std::string> own_names(std::vector<boost::asio::ip::tcp::endpoint> const& bound);

} // namespace watchpost::app
