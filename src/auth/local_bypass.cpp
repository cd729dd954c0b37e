#include <watchpost/auth/local_bypass.hpp>
#include <watchpost/core/authority.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace watchpost::auth {
namespace {

constexpr std::array<std::string_view, 3> kLocalHosts{"localhost", "127.0.0.1", "[::1]"};

} // namespace

bool local_bypass(PeerFacts const& facts) {
    if (!facts.loopback || facts.behind_proxy || facts.forwarded_header_present || facts.cross_site) return false;
    auto const host = parse_authority(facts.host);
    if (!host) return false;
    auto const here = origin_of(*host, facts.secure);
    bool const is_local = std::find(kLocalHosts.begin(), kLocalHosts.end(), here.host) != kLocalHosts.end();
    if (!is_local || here.port != facts.our_port) return false;
    return !facts.origin || parse_origin(*facts.origin) == here;
}

} // namespace watchpost::auth
