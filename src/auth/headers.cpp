#include "text.hpp"

#include <watchpost/auth/headers.hpp>

#include <algorithm>

namespace watchpost::auth {
namespace {

constexpr std::string_view kScheme = "bearer";
constexpr std::string_view kBlanks = " \t";

bool is_token_character(char c) {
    return c >= 0x21 && c <= 0x7e && c != ',';
}

} // namespace

std::optional<std::string_view> bearer_token(std::string_view authorization) {
    auto const text = trimmed(authorization);
    auto const end_of_scheme = text.find_first_of(kBlanks);
    if (end_of_scheme == std::string_view::npos) return std::nullopt;
    if (!same_letters(text.substr(0, end_of_scheme), kScheme)) return std::nullopt;
    auto const token = trimmed(text.substr(end_of_scheme));
    if (!std::all_of(token.begin(), token.end(), is_token_character)) return std::nullopt;
    return token;
}

HeaderValue one_value(std::span<std::string_view const> values) {
    if (values.empty()) return {};
    auto const first = trimmed(values.front());
    bool const all_same =
        std::all_of(values.begin(), values.end(), [&](std::string_view value) { return trimmed(value) == first; });
    return all_same ? HeaderValue{Presence::one, first} : HeaderValue{Presence::conflicting, {}};
}

} // namespace watchpost::auth
