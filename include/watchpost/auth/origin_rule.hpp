#pragma once

#include <watchpost/core/authority.hpp>

#include <span>
#include <string_view>
#include <vector>

namespace watchpost::auth {

enum class OriginVerdict {
    absent, ///< no browser's page speaks, or a browser that sees no need to say which
    allowed,
    foreign, ///< another page, "null", more than one, or nothing that is an origin
};

/// Which pages may speak through a browser (SECURITY rules 7 and 8): our own, and those of `also`.
/// `origins` are the values of Origin; `host` is the allowed Host of the request, or nothing; `secure` when the page
/// came over https.
OriginVerdict judge_origin(std::span<std::string_view const> origins, std::optional<Authority> const& host, bool secure,
                           std::span<Origin const> also);

} // namespace watchpost::auth
