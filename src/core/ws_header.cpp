#include <watchpost/core/ws_header.hpp>

namespace watchpost {

WsHeader::WsHeader(WsOpcode opcode, std::uint64_t payload_size) {
    std::size_t const length_bytes = payload_size < 126 ? 0 : payload_size < 65536 ? 2 : 8;
    bytes[0] = static_cast<std::uint8_t>(0x80U | static_cast<unsigned>(opcode));
    bytes[1] = static_cast<std::uint8_t>(length_bytes == 0 ? payload_size : length_bytes == 2 ? 126 : 127);
    for (std::size_t i = 0; i < length_bytes; ++i)
        bytes.at(2 + i) = static_cast<std::uint8_t>(payload_size >> (8 * (length_bytes - 1 - i)));
    size = 2 + length_bytes;
}

} // namespace watchpost
