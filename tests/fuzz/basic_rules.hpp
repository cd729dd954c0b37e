#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace watchpost::fuzz {

/// Every text that some reading of base64 could find in `text`, one behind the other: digits only, from each of the
/// four places where a group may begin.
inline std::string texts_in_base64(std::string_view text) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string found;
    for (std::size_t first = 0; first < 4; ++first) {
        unsigned bits = 0;
        int count = 0;
        for (char const c : text.substr(std::min(first, text.size()))) {
            auto const digit = digits.find(c);
            if (digit == std::string_view::npos) continue;
            bits = (bits << 6U | static_cast<unsigned>(digit)) & 0xFFFFU;
            count += 6;
            if (count < 8) continue;
            count -= 8;
            found += static_cast<char>(bits >> static_cast<unsigned>(count) & 0xFFU);
        }
        found += '\n';
    }
    return found;
}

/// Whether Authorization could show `token`, as it is or as the password of Basic.
inline bool could_show(std::string_view authorization, std::string_view token) {
    if (authorization.find(token) != std::string_view::npos) return true;
    // Behind the scheme, wherever that ends.
    for (std::size_t at = 0; at < std::min<std::size_t>(authorization.size(), 12); ++at)
        if (texts_in_base64(authorization.substr(at)).find(token) != std::string::npos) return true;
    return false;
}

} // namespace watchpost::fuzz
