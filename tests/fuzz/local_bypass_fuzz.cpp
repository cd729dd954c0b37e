// Who sits at this machine, and what stands in headers: a byte of facts, a port, then lines for Host, Origin and
// Authorization. The rules are written down here a second time, as plainly as can be.

#include "property.hpp"

#include <watchpost/auth/headers.hpp>
#include <watchpost/auth/local_bypass.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

using namespace watchpost;
using fuzz::require;

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return out;
}

/// "localhost", "127.0.0.1" or "[::1]" when `authority` is that host with that port; else empty.
std::string local_host_in(std::string_view authority, unsigned port) {
    for (std::string const host : {"localhost", "127.0.0.1", "[::1]"}) {
        auto rest = lower(authority);
        if (!rest.starts_with(host)) continue;
        rest.erase(0, host.size());
        if (rest.empty()) rest = ":80";
        auto const digits = rest.substr(1);
        auto const first = std::min(digits.find_first_not_of('0'), digits.size() - (digits.empty() ? 0 : 1));
        bool const is_number =
            rest.front() == ':' && !digits.empty() && digits.find_first_not_of("0123456789") == std::string::npos;
        if (is_number && digits.substr(first) == std::to_string(port)) return host;
    }
    return {};
}

bool should_pass(auth::PeerFacts const& facts) {
    auto const host = local_host_in(facts.host, facts.our_port);
    if (!facts.loopback || facts.behind_proxy || facts.forwarded_header_present || host.empty()) return false;
    if (!facts.origin) return true;
    return lower(*facts.origin).starts_with("http://") &&
           local_host_in(std::string_view(*facts.origin).substr(7), facts.our_port) == host;
}

void check_token(std::string_view authorization) {
    auto const token = auth::bearer_token(authorization);
    if (!token) return;
    require(!token->empty(), "a token is not empty", authorization);
    require(authorization.find(*token) != std::string_view::npos, "a token stands in its header", authorization);
    require(std::all_of(token->begin(), token->end(), [](char c) { return c > ' ' && c <= '~' && c != ','; }),
            "a token is visible ASCII without a comma", authorization);
    require(lower(authorization.substr(authorization.find_first_not_of(" \t"))).starts_with("bearer"),
            "only the Bearer scheme has a token", authorization);
}

void check_one_value(std::string_view a, std::string_view b) {
    auto const twice = auth::one_value(std::array{a, a});
    require(twice.presence == auth::Presence::one, "equal repeats are one value", a);
    auto const both = auth::one_value(std::array{a, b});
    if (both.presence == auth::Presence::one)
        require(both.value == twice.value && auth::one_value(std::array{b}).value == both.value,
                "one value is the value of each", a);
    else
        require(both.value.empty() && a != b, "only what differs conflicts", a);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzz::Input input{data, size};
    auto const flags = input.byte();
    auth::PeerFacts facts;
    facts.loopback = (flags & 1) == 0;
    facts.behind_proxy = (flags & 2) != 0;
    facts.forwarded_header_present = (flags & 4) != 0;
    facts.our_port = static_cast<std::uint16_t>(input.byte() << 8);
    facts.our_port = static_cast<std::uint16_t>(facts.our_port | input.byte());
    facts.host = input.until('\n');
    auto const origin = input.until('\n');
    if ((flags & 8) != 0) facts.origin = std::string(origin);
    auto const authorization = input.rest();
    require(auth::local_bypass(facts) == should_pass(facts), "who is let in without authentication is local",
            facts.host + "\n" + facts.origin.value_or("(none)"));
    check_token(authorization);
    check_one_value(facts.host, authorization);
    return 0;
}
