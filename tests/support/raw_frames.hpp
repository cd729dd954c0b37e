#pragma once

#include "http_client.hpp"
#include "opcodes.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>

namespace watchpost::test {

inline constexpr std::size_t kMebibyte = 1024 * 1024;

/// A WebSocket frame as it goes over the wire; each field can be made wrong on purpose.
struct RawFrame {
    std::uint8_t opcode = opcode::kText;
    std::string payload = {};
    bool fin = true;
    std::uint8_t reserved = 0; ///< RSV1 is 4, RSV2 is 2, RSV3 is 1
    bool masked = true;

    std::string wire() const {
        std::string out;
        out += static_cast<char>((fin ? 0x80 : 0) | reserved << 4 | opcode);
        auto const size = payload.size();
        int const length_bytes = size < 126 ? 0 : size < 65536 ? 2 : 8;
        auto const first = length_bytes == 0 ? size : length_bytes == 2 ? 126 : 127;
        out += static_cast<char>((masked ? 0x80 : 0) | first);
        for (int i = length_bytes - 1; i >= 0; --i)
            out += static_cast<char>(size >> (8 * i) & 0xFF);
        if (!masked) return out + payload;
        constexpr char mask[] = {0x12, 0x34, 0x56, 0x78};
        out.append(mask, 4);
        for (std::size_t i = 0; i < size; ++i)
            out += static_cast<char>(payload[i] ^ mask[i % 4]);
        return out;
    }

    /// The same frame as a server sends it.
    std::string from_server() const { return RawFrame{opcode, payload, fin, reserved, false}.wire(); }
};

/// What a close frame carries.
inline std::string close_payload(std::uint16_t code, std::string const& reason = {}) {
    return std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)} + reason;
}

inline std::string server_close(std::uint16_t code) {
    return RawFrame{opcode::kClose, close_payload(code)}.from_server();
}

/// A handshake as a client sends it.
inline std::string handshake(unsigned short port, std::string const& target, Headers const& headers = {}) {
    std::string request = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                          "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    for (auto const& [name, value] : headers)
        request += name + ": " + value + "\r\n";
    return request + "\r\n";
}

/// A connection that has shaken hands and sends whatever the test says.
class RawWebSocket : public RawConnection {
public:
    explicit RawWebSocket(unsigned short port, std::string const& target = "/")
        : RawConnection(port) {
        RawConnection::send(handshake(port, target));
        auto const answer = receive_until("\r\n\r\n");
        if (!answer.starts_with("HTTP/1.1 101 ")) throw std::runtime_error("refused: " + answer);
    }
    bool send(RawFrame const& frame) { return RawConnection::send(frame.wire()); }
    bool send_bytes(std::string const& bytes) { return RawConnection::send(bytes); }
};

} // namespace watchpost::test
