#include <watchpost/auth/host_rule.hpp>

namespace watchpost::auth {

HostRule::HostRule(std::span<std::string const> names)
    : names_{"localhost", "127.0.0.1", "[::1]"} {
    for (auto const& name : names)
        if (auto const parsed = parse_authority(name)) names_.insert(parsed->host);
}

std::optional<Authority> HostRule::allowed(std::span<std::string_view const> hosts, IpAddress const& local) const {
    if (hosts.size() != 1) return std::nullopt;
    auto host = parse_authority(hosts.front());
    if (!host) return std::nullopt;
    auto const address = local.is_v4() ? local.to_string() : "[" + local.to_string() + "]";
    if (host->host != address && !names_.contains(host->host)) return std::nullopt;
    return host;
}

} // namespace watchpost::auth
