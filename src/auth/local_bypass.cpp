#include <watchpost/auth/local_bypass.hpp>
#include <watchpost/core/authority.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace watchpost::auth {
namespace {

constexpr std::array<std::string_view, 3> kLocalHosts{"localhost", "127.0.0.1", "[::1]"};

bool is_local_host(std::string_view host, PeerFacts const& facts) {
    return host == facts.our_host || std::find(kLocalHosts.begin(), kLocalHosts.end(), host) != kLocalHosts.end();
}

bool is_passed_on(PeerFacts const& facts) {
    return facts.behind_proxy || facts.forwarded_header_present || facts.cross_site;
}

bool is_foreign_page(PeerFacts const& facts, Origin const& here) {
    return facts.origin && parse_origin(*facts.origin) != here;
}

} // namespace

LocalBypass local_bypass(PeerFacts const& facts) {
    if (!facts.loopback || is_passed_on(facts)) return LocalBypass::none;
    auto const simple = facts.shows_browser ? LocalBypass::none : LocalBypass::reads;
    if (facts.may_lack_host) return simple;
    auto const host = parse_authority(facts.host);
    if (!host || !is_local_host(host->host, facts)) return LocalBypass::none;
    auto const here = origin_of(*host, facts.secure);
    if (here.port != facts.our_port) return host->port ? LocalBypass::none : simple;
    return is_foreign_page(facts, here) ? LocalBypass::none : LocalBypass::full;
}

std::string why_not_local(PeerFacts const& facts) {
    if (!facts.loopback || local_bypass(facts) == LocalBypass::full) return "";
    if (facts.behind_proxy) return "a proxy is said to stand between";
    if (facts.forwarded_header_present) return "a proxy has passed the request on";
    if (facts.cross_site) return "a page of another site asks";
    auto const place = "localhost:" + std::to_string(facts.our_port);
    auto const advice = (facts.shows_browser ? " and a header is a browser's (ask for " : " (ask for ") + place + ")";
    if (facts.may_lack_host) return "the request has no Host" + advice;
    auto const host = parse_authority(facts.host);
    if (!host || !is_local_host(host->host, facts)) return "Host is not a name of this machine (ask for " + place + ")";
    auto const here = origin_of(*host, facts.secure);
    if (here.port == facts.our_port) return "Origin is another page's than that at " + place;
    return host->port ? "Host names another port (ask for " + place + ")" : "Host names no port" + advice;
}

} // namespace watchpost::auth
