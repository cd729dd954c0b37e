#include <watchpost/core/utf8_stream.hpp>

#include <cstring>

namespace watchpost {

bool Utf8Stream::take(std::span<std::uint8_t const> piece) {
    for (std::size_t i = 0; i < piece.size();) {
        if (missing_ > 0) {
            if (piece[i] < lowest_ || piece[i] > highest_) return false;
            lowest_ = 0x80;
            highest_ = 0xBF;
            --missing_;
            ++i;
            continue;
        }
        // Most text is ASCII: eight at a time.
        std::uint64_t eight = 0;
        if (piece.size() - i >= sizeof eight) {
            std::memcpy(&eight, piece.data() + i, sizeof eight);
            if ((eight & 0x8080808080808080U) == 0) {
                i += sizeof eight;
                continue;
            }
        }
        if (!begin_character(piece[i])) return false;
        ++i;
    }
    return true;
}

/// RFC 3629 section 4: what may follow depends on the first byte.
bool Utf8Stream::begin_character(std::uint8_t lead) {
    if (lead < 0x80) return true;
    if (lead < 0xC2 || lead > 0xF4) return false;
    missing_ = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    if (lead == 0xE0) lowest_ = 0xA0;
    if (lead == 0xED) highest_ = 0x9F;
    if (lead == 0xF0) lowest_ = 0x90;
    if (lead == 0xF4) highest_ = 0x8F;
    return true;
}

} // namespace watchpost
