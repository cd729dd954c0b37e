#pragma once

#include "channel.hpp"

#include <watchpost/net/link.hpp>

#include <boost/beast/websocket/stream.hpp>

namespace watchpost::net {

/// Without compression: boards know none, and a JPEG has nothing left to gain.
using WsStream = boost::beast::websocket::stream<Channel, false>;

/// Sets what must be set before the handshake is answered: limits, no timeouts of Beast's own, one frame for each
/// message (its fragments cost six times as much, PERFORMANCE), and the headers of the 101.
void prepare(WsStream& stream, LinkOptions const& options);

} // namespace watchpost::net
