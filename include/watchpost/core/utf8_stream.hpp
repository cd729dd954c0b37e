#pragma once

#include <cstdint>
#include <span>

namespace watchpost {

/// Checks UTF-8 that comes in pieces, each cut anywhere (RFC 3629: no overlong forms, no surrogates, nothing above
/// U+10FFFF).
class Utf8Stream {
public:
    /// False as soon as what came so far can not become valid; nothing counts after that.
    bool take(std::span<std::uint8_t const> piece);
    /// True when no character is cut off at the end.
    bool is_whole() const { return missing_ == 0; }
    void restart() { *this = {}; }

private:
    bool begin_character(std::uint8_t lead);

    unsigned missing_ = 0; ///< bytes of the character that is under way
    std::uint8_t lowest_ = 0x80;
    std::uint8_t highest_ = 0xBF; ///< what the next of them may be
};

} // namespace watchpost
