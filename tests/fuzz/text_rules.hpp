#pragma once

#include <watchpost/core/utf8_stream.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace watchpost::fuzz {

/// RFC 3629. Of our two readers of UTF-8 this asks the one that `printable` and the codecs do not use.
inline bool is_utf8(std::string_view text) {
    Utf8Stream stream;
    return stream.take({reinterpret_cast<std::uint8_t const*>(text.data()), text.size()}) && stream.is_whole();
}

inline bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Whether UTF-8 text may stand in a log (SECURITY rule 19): no C0, DEL or C1, nothing that ends a line or turns the
/// direction of writing. It looks for the bytes of those characters.
inline bool is_one_plain_line(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const at = [&](std::size_t place) {
            return place < text.size() ? static_cast<unsigned char>(text[place]) : 0U;
        };
        auto const within = [](unsigned value, unsigned lowest, unsigned highest) {
            return value >= lowest && value <= highest;
        };
        if (at(i) < 0x20 || at(i) == 0x7F) return false;
        if (at(i) == 0xC2 && within(at(i + 1), 0x80, 0x9F)) return false;
        if (at(i) == 0xD8 && at(i + 1) == 0x9C) return false; // U+061C
        if (at(i) == 0xE2 && at(i + 1) == 0x80 && (within(at(i + 2), 0x8E, 0x8F) || within(at(i + 2), 0xA8, 0xAE)))
            return false; // U+200E, 200F, 2028-202E
        if (at(i) == 0xE2 && at(i + 1) == 0x81 && within(at(i + 2), 0xA6, 0xA9)) return false; // U+2066-2069
        if (at(i) == 0xEF && at(i + 1) == 0xBB && at(i + 2) == 0xBF) return false;             // U+FEFF
    }
    return true;
}

} // namespace watchpost::fuzz
