#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace watchpost::auth {

/// The token of an Authorization value "Bearer TOKEN" (RFC 6750 section 2.1, but any visible ASCII, as boards send it),
/// the scheme in upper or lower case. Nothing for another scheme, no token, or a token with a space, a comma or a
/// foreign character in it. The view points into `authorization`.
std::optional<std::string_view> bearer_token(std::string_view authorization);

/// A token as Authorization shows it.
struct ShownToken {
    std::string token;
    bool is_basic = false; ///< as the password of Basic, which browsers send by themselves once they know it
};

/// The token of "Bearer TOKEN", or the password of "Basic" (RFC 7617) where that could be a token; whose name comes
/// with it is not looked at. Nothing for everything else.
std::optional<ShownToken> shown_token(std::string_view authorization);

enum class Presence { absent, one, conflicting };

struct HeaderValue {
    Presence presence = Presence::absent;
    std::string_view value; ///< without surrounding blanks; empty unless `presence` is `one`
};

/// What a header that may come only once says. A flashed board repeats its headers after an outage, so equal repeats
/// are one value (DEVICES.md rule 2); differing ones are `conflicting`. The view points into `values`.
HeaderValue one_value(std::span<std::string_view const> values);

} // namespace watchpost::auth
