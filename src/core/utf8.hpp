#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace watchpost {

struct CodePoint {
    char32_t value{};
    std::size_t length{}; ///< bytes it took in UTF-8
};

/// The code point at the beginning of `text`, which is not empty; nothing when it is not valid UTF-8 there (RFC 3629:
/// no overlong forms, no surrogates, nothing above U+10FFFF).
std::optional<CodePoint> decode_utf8(std::string_view text);

} // namespace watchpost
