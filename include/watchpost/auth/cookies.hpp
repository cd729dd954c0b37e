#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>

namespace watchpost::auth {

/// The session's token among the values of Cookie (RFC 6265 section 4.2); empty when there is none, or more than one
/// that differ. The view points into `values`. Over https the cookie has the name that another host, or plain http,
/// cannot set.
std::string_view session_cookie(std::span<std::string_view const> values, bool secure);

/// The value of Set-Cookie that begins a session.
std::string set_session_cookie(std::string_view token, bool secure, std::chrono::seconds lifetime);
/// The value of Set-Cookie that ends it.
std::string clear_session_cookie(bool secure);

} // namespace watchpost::auth
