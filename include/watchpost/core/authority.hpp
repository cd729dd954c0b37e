#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace watchpost {

/// What a Host header names (RFC 9110 section 7.2).
struct Authority {
    std::string host; ///< in lower case; an IPv6 address in brackets, every address in its one form
    std::optional<std::uint16_t> port;
    bool operator==(Authority const&) const = default;
};

/// "cam.example", "192.0.2.1:3000" or "[::1]:3000". Nothing for user information, a path, an empty port, or a host
/// that is neither an address nor made of letters, digits, '.', '-' and '_'.
std::optional<Authority> parse_authority(std::string_view text);

/// Where a page comes from (RFC 6454): compared as parsed values, never as text.
struct Origin {
    bool secure = false; ///< https
    std::string host;    ///< as in an Authority
    std::uint16_t port = 0;
    bool operator==(Origin const&) const = default;
};

/// An http or https origin. Nothing for anything else: "null", another scheme, a path.
std::optional<Origin> parse_origin(std::string_view text);

/// The origin of the pages that are asked for under this name.
Origin origin_of(Authority const& authority, bool secure);

} // namespace watchpost
