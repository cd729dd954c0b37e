// Who sits at this machine, and what stands in headers: a byte of facts, a port, then lines for Host, Origin and
// Authorization. The rules are written down here a second time, as plainly as can be.

#include "basic_rules.hpp"
#include "property.hpp"

#include <watchpost/auth/headers.hpp>
#include <watchpost/auth/local_bypass.hpp>

#include <algorithm>
#include <array>
#include <optional>
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

/// The port that `authority` names behind a host of this machine, 0 for none; nothing when it is no such host. An IPv6
/// address may be written in many ways, so any that could be meant counts.
std::optional<std::string> port_behind_local_host(std::string_view authority) {
    auto const text = lower(authority);
    for (std::string_view const host : {"localhost", "127.0.0.1"})
        if (text.starts_with(host)) return text.substr(host.size());
    auto const end = text.find(']');
    bool const could_be = text.starts_with('[') && end != std::string::npos &&
                          text.substr(1, end - 1).find_first_not_of("01234567f:.") == std::string::npos;
    return could_be ? std::optional(text.substr(end + 1)) : std::nullopt;
}

/// `reads` is for who names no port, too.
bool names_our_port(std::string_view rest, auth::PeerFacts const& facts, bool only_reads) {
    if (rest.empty()) return only_reads || facts.our_port == (facts.secure ? 443 : 80);
    if (rest.front() != ':') return false;
    auto const digits = rest.substr(1);
    auto const first = digits.find_first_not_of('0');
    return first != std::string_view::npos && digits.substr(first) == std::to_string(facts.our_port);
}

bool could_be_here(std::string_view authority, auth::PeerFacts const& facts, bool only_reads = false) {
    auto const rest = port_behind_local_host(authority);
    return rest && names_our_port(*rest, facts, only_reads);
}

/// Nobody else is let in.
bool may_pass(auth::PeerFacts const& facts, bool only_reads) {
    if (!facts.loopback || facts.behind_proxy || facts.forwarded_header_present || facts.cross_site) return false;
    if (only_reads)
        return !facts.shows_browser && (facts.may_lack_host || could_be_here(facts.host, facts, only_reads));
    if (!could_be_here(facts.host, facts)) return false;
    if (!facts.origin) return true;
    std::string_view const scheme = facts.secure ? "https://" : "http://";
    return lower(*facts.origin).starts_with(scheme) &&
           could_be_here(std::string_view(*facts.origin).substr(scheme.size()), facts);
}

/// Who is surely let in.
void check_plain_peer(auth::PeerFacts facts) {
    facts.loopback = true;
    facts.behind_proxy = facts.forwarded_header_present = facts.cross_site = facts.may_lack_host = false;
    if (facts.our_port == 0) return;
    facts.host = "localhost:" + std::to_string(facts.our_port);
    facts.origin.reset();
    require(auth::local_bypass(facts) == auth::LocalBypass::full, "who sits here is let in", facts.host);
    facts.origin = (facts.secure ? "https://" : "http://") + facts.host;
    require(auth::local_bypass(facts) == auth::LocalBypass::full, "our own page is let in", facts.host);
    facts.origin =
        (facts.secure ? "https://" : "http://") + std::string("evil.example:") + std::to_string(facts.our_port);
    require(auth::local_bypass(facts) == auth::LocalBypass::none, "another page is not let in", facts.host);
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

void check_shown_token(std::string_view authorization) {
    auto const shown = auth::shown_token(authorization);
    auto const bearer = auth::bearer_token(authorization);
    require(!bearer || (shown && !shown->is_basic && shown->token == *bearer), "a bearer token is shown",
            authorization);
    if (!shown || bearer) return;
    require(shown->is_basic && fuzz::could_show(authorization, shown->token), "a password stands in its header",
            authorization);
    require(
        std::all_of(shown->token.begin(), shown->token.end(), [](char c) { return c > ' ' && c <= '~' && c != ','; }),
        "a password that counts is visible ASCII without a comma", authorization);
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
    facts.cross_site = (flags & 16) != 0;
    facts.secure = (flags & 32) != 0;
    facts.shows_browser = (flags & 64) != 0;
    facts.may_lack_host = (flags & 128) != 0;
    facts.our_port = static_cast<std::uint16_t>(input.byte() << 8);
    facts.our_port = static_cast<std::uint16_t>(facts.our_port | input.byte());
    facts.host = input.until('\n');
    auto const origin = input.until('\n');
    if ((flags & 8) != 0) facts.origin = std::string(origin);
    auto const authorization = input.rest();
    auto const bypass = auth::local_bypass(facts);
    if (bypass != auth::LocalBypass::none)
        require(may_pass(facts, bypass == auth::LocalBypass::reads), "who is let in without authentication is local",
                facts.host + "\n" + facts.origin.value_or("(none)"));
    check_plain_peer(facts);
    check_token(authorization);
    check_shown_token(authorization);
    check_one_value(facts.host, authorization);
    return 0;
}
