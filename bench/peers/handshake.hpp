#pragma once

#include <string>

namespace peer {

/// The Sec-WebSocket-Accept that answers a Sec-WebSocket-Key (RFC 6455 section 4.2.2), without any library.
std::string accept_for(std::string const& key);

} // namespace peer
