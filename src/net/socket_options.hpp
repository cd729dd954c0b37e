#pragma once

#include <boost/asio/ip/tcp.hpp>

namespace watchpost::net {

/// What every accepted socket gets: TCP_NODELAY; TCP_NOTSENT_LOWAT, so that the kernel does not become the queue;
/// keepalive (idle 15 s, interval 5 s, count 3) and TCP_USER_TIMEOUT 20 s, so that a half-open peer is found even while
/// we write (DEVICES rule 7). A kernel that refuses an option is no reason to refuse the peer.
void tune(boost::asio::ip::tcp::socket& socket);

} // namespace watchpost::net
