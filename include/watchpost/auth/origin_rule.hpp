#pragma once

#include <watchpost/auth/forwarded.hpp>
#include <watchpost/core/authority.hpp>

#include <span>
#include <string>
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

/// What a page of another origin gets of an answer.
struct PageShare {
    std::string reader;         ///< what its Origin says, when it may read the answer (CORS); else empty
    bool is_embeddable = false; ///< it may show it: pictures and streams
};

/// Only pages of `also` get anything. An image in a page comes without Origin: its Referer says whose page it is.
PageShare share_with_page(HeaderList headers, std::span<Origin const> also);

/// The sources of CSP's frame-ancestors: these pages, or nobody's.
std::string frame_ancestors(std::span<Origin const> pages);

} // namespace watchpost::auth
