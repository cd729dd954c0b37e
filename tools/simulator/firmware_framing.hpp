#pragma once

#include <watchpost/core/frame.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace watchpost::sim {

/// RFC 6455 section 5.2.
enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

using Mask = std::array<std::uint8_t, 4>;
/// ArduinoWebsockets sets the mask bit and sends this key, so that its payload is plain.
inline constexpr Mask kZeroMask{};

/// Appends one whole masked client frame to `out`.
void append_frame(Bytes& out, Opcode opcode, std::span<std::uint8_t const> payload, Mask mask);
void append_frame(Bytes& out, Opcode opcode, std::string_view payload, Mask mask);

/// The payload of a close frame. `code` 0 gives the empty close.
std::string close_payload(std::uint16_t code);
/// The close code in a close frame's payload; 1005 (RFC 6455 section 7.1.5) when it has none.
std::uint16_t close_code(std::string_view payload);

struct ServerFrame {
    Opcode opcode{};
    bool final = true;
    std::string payload;
};

/// Cuts what a server sends into frames. Fragments are given as they come: some boards join them, some cannot.
class ServerFrameParser {
public:
    /// Boards have no room for more; a frame that declares more is an error.
    static constexpr std::size_t kMaxPayload = 65'536;

    void feed(std::span<std::uint8_t const> bytes);
    /// The next whole frame; nothing when more bytes are needed or after an error.
    std::optional<ServerFrame> next();
    /// What the server did wrong (masked, reserved bits, unknown opcode, too large); empty while all is well.
    std::string_view error() const { return error_; }

private:
    Bytes buffer_;
    std::string_view error_;
};

} // namespace watchpost::sim
