#include <watchpost/auth/origin_rule.hpp>

#include <algorithm>

namespace watchpost::auth {

namespace {

bool is_listed(std::optional<Origin> const& origin, std::span<Origin const> also) {
    return origin && std::find(also.begin(), also.end(), *origin) != also.end();
}

/// The origin of a page by its URL.
std::optional<Origin> origin_of_page(std::string_view url) {
    auto const scheme = url.find("://");
    if (scheme == std::string_view::npos) return std::nullopt;
    return parse_origin(url.substr(0, url.find_first_of("/?#", scheme + 3)));
}

} // namespace

OriginVerdict judge_origin(std::span<std::string_view const> origins, std::optional<Authority> const& host, bool secure,
                           std::span<Origin const> also) {
    if (origins.empty()) return OriginVerdict::absent;
    auto const origin = origins.size() == 1 ? parse_origin(origins.front()) : std::nullopt;
    if (!origin) return OriginVerdict::foreign;
    if (host && *origin == origin_of(*host, secure)) return OriginVerdict::allowed;
    return is_listed(origin, also) ? OriginVerdict::allowed : OriginVerdict::foreign;
}

PageShare share_with_page(HeaderList headers, std::span<Origin const> also) {
    PageShare share;
    std::string_view origin;
    std::string_view referer;
    int origins = 0;
    int referers = 0;
    for (auto const& [name, value] : headers) {
        if (name == "origin") {
            ++origins;
            origin = value;
        } else if (name == "referer") {
            ++referers;
            referer = value;
        }
    }
    if (origins > 1 || referers > 1) return share;
    if (origins == 1) {
        share.is_embeddable = is_listed(parse_origin(origin), also);
        if (share.is_embeddable) share.reader = origin;
    } else if (referers == 1) {
        share.is_embeddable = is_listed(origin_of_page(referer), also);
    }
    return share;
}

std::string frame_ancestors(std::span<Origin const> pages) {
    if (pages.empty()) return "'none'";
    std::string sources;
    for (auto const& page : pages)
        sources += (sources.empty() ? "" : " ") + std::string(page.secure ? "https://" : "http://") + page.host + ":" +
                   std::to_string(page.port);
    return sources;
}

} // namespace watchpost::auth
