#include <watchpost/auth/origin_rule.hpp>

#include <algorithm>

namespace watchpost::auth {

OriginVerdict judge_origin(std::span<std::string_view const> origins, std::optional<Authority> const& host, bool secure,
                           std::span<Origin const> also) {
    if (origins.empty()) return OriginVerdict::absent;
    auto const origin = origins.size() == 1 ? parse_origin(origins.front()) : std::nullopt;
    if (!origin) return OriginVerdict::foreign;
    if (host && *origin == origin_of(*host, secure)) return OriginVerdict::allowed;
    bool const is_listed = std::find(also.begin(), also.end(), *origin) != also.end();
    return is_listed ? OriginVerdict::allowed : OriginVerdict::foreign;
}

} // namespace watchpost::auth
