#include "text.hpp"

#include <watchpost/auth/headers.hpp>

#include <algorithm>

namespace watchpost::auth {
namespace {

constexpr std::string_view kScheme = "bearer";
constexpr std::string_view kBasic = "basic";
constexpr std::string_view kBlanks = " \t";

bool is_token_character(char c) {
    return c >= 0x21 && c <= 0x7e && c != ',';
}

bool is_token(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_token_character);
}

/// What stands behind the scheme, when it is this one.
std::optional<std::string_view> behind_scheme(std::string_view authorization, std::string_view scheme) {
    auto const text = trimmed(authorization);
    auto const end_of_scheme = text.find_first_of(kBlanks);
    if (end_of_scheme == std::string_view::npos) return std::nullopt;
    if (!same_letters(text.substr(0, end_of_scheme), scheme)) return std::nullopt;
    return trimmed(text.substr(end_of_scheme));
}

/// 64 for what is no digit of base64.
unsigned base64_digit(char c) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    auto const at = digits.find(c);
    return at == std::string_view::npos ? 64 : static_cast<unsigned>(at);
}

/// Nothing for what is no base64; the padding may be missing.
std::optional<std::string> from_base64(std::string_view text) {
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding)
        text.remove_suffix(1);
    std::string bytes;
    unsigned bits = 0;
    unsigned count = 0;
    for (char const c : text) {
        auto const digit = base64_digit(c);
        if (digit == 64) return std::nullopt;
        bits = (bits << 6U | digit) & 0xFFFU;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes += static_cast<char>(bits >> count & 0xFFU);
    }
    return bytes;
}

} // namespace

std::optional<std::string_view> bearer_token(std::string_view authorization) {
    auto const token = behind_scheme(authorization, kScheme);
    return token && is_token(*token) ? token : std::nullopt;
}

std::optional<ShownToken> shown_token(std::string_view authorization) {
    if (auto const token = bearer_token(authorization)) return ShownToken{std::string(*token)};
    auto const encoded = behind_scheme(authorization, kBasic);
    auto const pair = encoded ? from_base64(*encoded) : std::nullopt;
    auto const colon = pair ? pair->find(':') : std::string::npos;
    if (colon == std::string::npos || !is_token(pair->substr(colon + 1))) return std::nullopt;
    return ShownToken{pair->substr(colon + 1), true};
}

HeaderValue one_value(std::span<std::string_view const> values) {
    if (values.empty()) return {};
    auto const first = trimmed(values.front());
    bool const all_same =
        std::all_of(values.begin(), values.end(), [&](std::string_view value) { return trimmed(value) == first; });
    return all_same ? HeaderValue{Presence::one, first} : HeaderValue{Presence::conflicting, {}};
}

} // namespace watchpost::auth
