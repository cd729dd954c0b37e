#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace watchpost::auth {

/// What may be the session's token among the values of Cookie (RFC 6265 section 4.2), in order, each once: another page
/// of this name, or of a name above it, can put its own before ours, and the first that is valid counts. At most
/// `kMostSessionCookies`, because each is looked up; what no token of ours looks like costs none of these places. The
/// views point into `values`. Over https the cookie has the name that another host, or plain http, cannot set.
std::vector<std::string_view> session_cookies(std::span<std::string_view const> values, bool secure);

inline constexpr std::size_t kMostSessionCookies = 8;

/// The value of Set-Cookie that begins a session.
std::string set_session_cookie(std::string_view token, bool secure, std::chrono::seconds lifetime);
/// The value of Set-Cookie that ends it.
std::string clear_session_cookie(bool secure);

} // namespace watchpost::auth
