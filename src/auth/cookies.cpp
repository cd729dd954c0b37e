#include "text.hpp"

#include <watchpost/auth/cookies.hpp>
#include <watchpost/auth/token_key.hpp>

#include <algorithm>

namespace watchpost::auth {
namespace {

std::string_view name_of(bool secure) {
    return secure ? "__Host-watchpost_session" : "watchpost_session";
}

} // namespace

std::vector<std::string_view> session_cookies(std::span<std::string_view const> values, bool secure) {
    std::vector<std::string_view> found;
    for (auto rest : values) {
        while (!rest.empty()) {
            auto const piece = rest.substr(0, rest.find(';'));
            rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
            auto const pair = trimmed(piece);
            auto const equals = pair.find('=');
            // No blank stands before the "=" (RFC 6265 section 4.2.1): what is lenient here is read otherwise
            // elsewhere.
            if (equals == std::string_view::npos || pair.substr(0, equals) != name_of(secure)) continue;
            auto const value = pair.substr(equals + 1);
            if (value.size() != kRandomTokenLength || std::find(found.begin(), found.end(), value) != found.end())
                continue;
            found.push_back(value);
            if (found.size() == kMostSessionCookies) return found;
        }
    }
    return found;
}

std::string set_session_cookie(std::string_view token, bool secure, std::chrono::seconds lifetime) {
    return std::string(name_of(secure)) + "=" + std::string(token) +
           "; HttpOnly; SameSite=Strict; Path=/; Max-Age=" + std::to_string(lifetime.count()) +
           (secure ? "; Secure" : "");
}

std::string clear_session_cookie(bool secure) {
    return set_session_cookie("", secure, std::chrono::seconds(0));
}

} // namespace watchpost::auth
