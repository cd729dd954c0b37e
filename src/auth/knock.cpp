#include "knock.hpp"

#include <watchpost/auth/local_bypass.hpp>

#include <algorithm>

namespace watchpost::auth {
namespace {

bool says(HeaderList headers, std::string_view name, std::string_view value) {
    auto const values = values_of(headers, name);
    return std::find(values.begin(), values.end(), value) != values.end();
}

/// Browsers say so on localhost and over https (Fetch Metadata, section 2); a link that is followed is no harm.
bool is_cross_site(HeaderList headers) {
    bool const leaves_for_us =
        says(headers, "sec-fetch-mode", "navigate") && says(headers, "sec-fetch-dest", "document");
    return says(headers, "sec-fetch-site", "cross-site") && !leaves_for_us;
}

} // namespace

std::vector<std::string_view> values_of(HeaderList headers, std::string_view wanted) {
    std::vector<std::string_view> values;
    for (auto const& [name, value] : headers)
        if (name == wanted) values.emplace_back(value);
    return values;
}

bool is_local(Knock const& knock, Forwarding const& way, bool behind_proxy) {
    PeerFacts facts;
    facts.loopback = knock.peer.is_loopback();
    facts.behind_proxy = behind_proxy;
    facts.forwarded_header_present = way.is_forwarded;
    facts.cross_site = is_cross_site(knock.headers);
    facts.secure = knock.secure;
    facts.our_port = knock.local_port;
    if (auto const hosts = values_of(knock.headers, "host"); hosts.size() == 1) facts.host = hosts.front();
    auto const origins = values_of(knock.headers, "origin");
    if (origins.size() == 1) facts.origin = origins.front();
    if (origins.size() > 1) facts.origin = "null"; // what nobody trusts
    return local_bypass(facts);
}

} // namespace watchpost::auth
