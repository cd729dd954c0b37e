#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace fanbench {

/// Every picture carries, in a COM segment right behind SOI, when it was sent, its number and its camera:
/// FF D8 | FF FE 00 1E "FANBENC1" time sequence camera, little endian (this machine's order; nothing leaves it).
struct Stamp {
    std::uint64_t sent_ns = 0; ///< of the monotonic clock
    std::uint64_t sequence = 0;
    std::uint32_t camera = 0;
};

/// Where in a picture the time begins; the sequence and the camera follow it.
inline constexpr std::size_t kStampAt = 2 + 4 + 8;
inline constexpr std::size_t kStampEnd = kStampAt + 8 + 8 + 4;

/// SOI and the segment, with time and sequence still 0.
std::string stamp_segment(std::uint32_t camera);

struct FoundStamp {
    Stamp stamp;
    std::size_t picture_at = 0; ///< where the JPEG begins in the message
};

/// Looks for a picture with a stamp in the first bytes of a message: a server may have put something before it.
std::optional<FoundStamp> find_stamp(std::span<std::uint8_t const> head);

/// Of the monotonic clock.
std::uint64_t now_ns();

} // namespace fanbench
