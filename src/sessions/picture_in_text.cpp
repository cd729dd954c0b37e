#include "picture_in_text.hpp"

#include <algorithm>
#include <array>

namespace watchpost::sessions {
namespace {

/// SOI and the marker behind it, FF D8 FF, as base64 has them; the second as some writers of JSON escape it, the third
/// in the alphabet for URLs.
constexpr std::array<std::string_view, 3> kBeginnings{"/9j/", "\\/9j\\/", "_9j_"};
/// So many letters of base64 behind that are no accident.
constexpr std::size_t kLeast = 48;

bool is_base64(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("+/-_=\\").find(c) != std::string_view::npos;
}

/// What may stand directly before a value: the quote of a string, the comma of a data URL, white space.
bool may_begin_at(std::string_view text, std::size_t at) {
    return at == 0 || std::string_view("\"',:= \t\r\n").find(text[at - 1]) != std::string_view::npos;
}

bool holds(std::string_view text, std::string_view beginning) {
    for (auto at = text.find(beginning); at != std::string_view::npos; at = text.find(beginning, at + 1)) {
        auto const rest = text.substr(at + beginning.size(), kLeast);
        if (may_begin_at(text, at) && rest.size() == kLeast && std::all_of(rest.begin(), rest.end(), is_base64))
            return true;
    }
    return false;
}

} // namespace

bool holds_picture(std::string_view text) {
    return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                       [text](std::string_view beginning) { return holds(text, beginning); });
}

} // namespace watchpost::sessions
