#pragma once

#include <string>
#include <string_view>

namespace cam {

/// The 20 bytes of FIPS 180-4's SHA-1. Here for the WebSocket handshake only: it protects nothing any more.
std::string sha1(std::string_view data);

std::string base64(std::string_view bytes);

} // namespace cam
