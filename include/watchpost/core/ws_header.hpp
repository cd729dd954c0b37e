#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace watchpost {

/// The opcodes of RFC 6455 section 5.2.
enum class WsOpcode : std::uint8_t {
    continuation = 0x0,
    text = 0x1,
    binary = 0x2,
    close = 0x8,
    ping = 0x9,
    pong = 0xA
};

/// The header of a whole message in one frame, as a server sends it: not masked, its length in the shortest form.
struct WsHeader {
    WsHeader(WsOpcode opcode, std::uint64_t payload_size);
    std::array<std::uint8_t, 10> bytes{};
    std::size_t size = 2; ///< of `bytes`
};

} // namespace watchpost
