#include <watchpost/auth/local_bypass.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace watchpost::auth {
namespace {

constexpr std::uint16_t kHttpPort = 80;
constexpr std::string_view kHttpScheme = "http://";
constexpr std::array<std::string_view, 3> kLocalHosts{"localhost", "127.0.0.1", "[::1]"};

struct Authority {
    std::string host; ///< in lower case
    std::uint16_t port{};
    bool operator==(Authority const&) const = default;
};

std::string lower(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port{};
    auto const* const end = text.data() + text.size();
    auto const [stopped, problem] = std::from_chars(text.data(), end, port);
    if (problem != std::errc{} || stopped != end) return std::nullopt;
    return port;
}

/// Only one of the local hosts is of interest, so nothing else of RFC 3986's authority is understood.
std::optional<Authority> parse_local_authority(std::string_view text) {
    auto const lowered = lower(text);
    for (auto const host : kLocalHosts) {
        if (!lowered.starts_with(host)) continue;
        auto const rest = std::string_view(lowered).substr(host.size());
        if (rest.empty()) return Authority{std::string(host), kHttpPort};
        auto const port = rest.front() == ':' ? parse_port(rest.substr(1)) : std::nullopt;
        if (port) return Authority{std::string(host), *port};
    }
    return std::nullopt;
}

std::optional<Authority> parse_local_origin(std::string_view text) {
    if (lower(text.substr(0, kHttpScheme.size())) != kHttpScheme) return std::nullopt;
    return parse_local_authority(text.substr(kHttpScheme.size()));
}

} // namespace

bool local_bypass(PeerFacts const& facts) {
    if (!facts.loopback || facts.behind_proxy || facts.forwarded_header_present) return false;
    auto const host = parse_local_authority(facts.host);
    if (!host || host->port != facts.our_port) return false;
    return !facts.origin || parse_local_origin(*facts.origin) == host;
}

} // namespace watchpost::auth
