#include "utf8.hpp"

#include <watchpost/core/printable.hpp>

#include <array>
#include <cstdio>

namespace watchpost {
namespace {

bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F);
}

/// Characters that reorder or break the line they stand in: the bidirectional marks, embeddings, overrides and isolates
/// (Unicode annex 9), the line and paragraph separators, and the byte order mark.
bool reorders_or_breaks_line(char32_t c) {
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0xFEFF;
}

void append_escaped(std::string& out, char const* format, unsigned value) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), format, value);
    out += text.data();
}

} // namespace

std::string printable(std::string_view raw, std::size_t limit) {
    std::string out;
    auto rest = raw;
    std::size_t shown = 0;
    while (!rest.empty()) {
        auto const point = decode_utf8(rest);
        auto const length = point ? point->length : 1;
        if (shown + length > limit) return out + "…";
        if (!point) {
            append_escaped(out, "\\x%02X", static_cast<unsigned char>(rest.front()));
        } else if (is_control(point->value) && point->value < 0x80) {
            append_escaped(out, "\\x%02X", static_cast<unsigned>(point->value));
        } else if (is_control(point->value) || reorders_or_breaks_line(point->value)) {
            append_escaped(out, "\\u{%04X}", static_cast<unsigned>(point->value));
        } else {
            out += rest.substr(0, length);
        }
        shown += length;
        rest.remove_prefix(length);
    }
    return out;
}

std::string in_quotes(std::string_view raw, std::size_t limit) {
    std::string out = "\"";
    for (char const c : printable(raw, limit)) {
        if (c == '"')
            out += "\\x22";
        else
            out += c;
    }
    return out + '"';
}

std::string valid_utf8(std::string_view raw) {
    std::string out;
    out.reserve(raw.size());
    while (!raw.empty()) {
        auto const point = decode_utf8(raw);
        auto const length = point ? point->length : 1;
        out += point ? raw.substr(0, length) : std::string_view{"\xEF\xBF\xBD"};
        raw.remove_prefix(length);
    }
    return out;
}

} // namespace watchpost
