#include "knock.hpp"

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

/// Sec-WebSocket-* is what boards send, too.
bool shows_browser(HeaderList headers) {
    return std::any_of(headers.begin(), headers.end(), [](auto const& header) {
        std::string_view const name = header.first;
        return name == "origin" || name == "referer" || name == "cookie" ||
               (name.starts_with("sec-") && !name.starts_with("sec-websocket-"));
    });
}

} // namespace

std::vector<std::string_view> values_of(HeaderList headers, std::string_view wanted) {
    std::vector<std::string_view> values;
    for (auto const& [name, value] : headers)
        if (name == wanted) values.emplace_back(value);
    return values;
}

PeerFacts facts_of(Knock const& knock, Forwarding const& way, bool behind_proxy) {
    PeerFacts facts;
    facts.loopback = knock.peer.is_loopback();
    facts.behind_proxy = behind_proxy;
    facts.forwarded_header_present = way.is_forwarded;
    facts.cross_site = is_cross_site(knock.headers);
    facts.shows_browser = shows_browser(knock.headers);
    facts.secure = knock.secure;
    facts.our_host = knock.local.is_v4() ? knock.local.to_string() : "[" + knock.local.to_string() + "]";
    facts.our_port = knock.local_port;
    auto const hosts = values_of(knock.headers, "host");
    if (hosts.size() == 1) facts.host = hosts.front();
    facts.may_lack_host = knock.is_http_1_0 && hosts.empty();
    auto const origins = values_of(knock.headers, "origin");
    if (origins.size() == 1) facts.origin = origins.front();
    if (origins.size() > 1) facts.origin = "null"; // what nobody trusts
    return facts;
}

bool is_nameless(Knock const& knock) {
    return knock.is_http_1_0 && values_of(knock.headers, "host").empty() && !shows_browser(knock.headers);
}

bool calls_itself_browser(HeaderList const& headers) {
    auto const names = values_of(headers, "user-agent");
    return std::any_of(names.begin(), names.end(), [](auto name) { return name.starts_with("Mozilla/"); }) ||
           !values_of(headers, "accept-language").empty();
}

} // namespace watchpost::auth
