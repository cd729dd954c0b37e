#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace watchpost::sessions {

/// Where the board's next message begins within a picture that is none: its library gave up in the middle of this one
/// and went on (DEVICES section 3). Only under a mask of zeros, which is what ArduinoWebsockets uses. Linear.
std::optional<std::size_t> next_message_in(std::span<std::uint8_t const> picture);

} // namespace watchpost::sessions
