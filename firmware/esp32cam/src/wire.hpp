#pragma once

#include "hardware.hpp"

namespace cam {

/// A TCP connection on the sockets of lwIP (on the board) or of the operating system (in tests). `host` may be a name;
/// looking it up waits. Null when it failed at once.
std::unique_ptr<Wire> dial_tcp(std::string const& host, int port);

} // namespace cam
