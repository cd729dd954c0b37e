// A request's headers before the door: two bytes of facts, then lines "name: value". Whoever has shown nothing is
// nobody, nobody passes but where all may, and the rules for proxies, hosts and pages hold as they are written down
// here a second time.

#include "basic_rules.hpp"
#include "property.hpp"
#include "support/manual_clock.hpp"
#include "text_rules.hpp"

#include <watchpost/auth/doorkeeper.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace watchpost;
using fuzz::require;

namespace {

using auth::Door;
using auth::Identity;
using auth::Role;
using settings::LocalAccess;

constexpr std::uint16_t kPort = 3000;
constexpr std::string_view kCameraToken = "camera-token-of-the-fuzzer";
constexpr std::string_view kViewerToken = "viewer-token-of-the-fuzzer";
constexpr std::string_view kOperatorToken = "operator-token-of-the-fuzzer";
constexpr std::string_view kSession = "SESSION"; ///< stands for the token of a session, which is another every time
constexpr std::string_view kTicket = "TICKET";   ///< likewise

using Headers = std::vector<std::pair<std::string, std::string>>;

settings::Settings settings_of(bool behind_proxy, LocalAccess access) {
    settings::Settings settings;
    settings.behind_proxy = behind_proxy;
    settings.local_access = access;
    settings.trusted_proxies = {*IpRange::parse("10.0.0.0/8"), *IpRange::parse("fd00::/8")};
    settings.host_names = {"cam.example"};
    settings.allowed_origins = {*parse_origin("https://friend.example")};
    settings.boards = {{"garden", DeviceKind::esp32cam, std::string(kCameraToken)}};
    return settings;
}

auth::Secrets kept_secrets() {
    auth::Secrets secrets;
    secrets.people = {{"anna", Role::operator_, "$argon2id$of-anna"}};
    secrets.tokens = {{auth::TokenKind::viewer, "eye", secrets.key.hash(kViewerToken), ""},
                      {auth::TokenKind::operator_, "hand", secrets.key.hash(kOperatorToken), ""}};
    return secrets;
}

IpAddress peer_of(unsigned which) {
    static constexpr char const* peers[] = {"127.0.0.1",   "::ffff:127.0.0.1", "::1",     "192.0.2.7",
                                            "2001:db8::7", "10.1.2.3",         "fd00::5", "::ffff:10.1.2.3"};
    return *IpAddress::parse(peers[which % 8]);
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return out;
}

/// As they come out of the HTTP parser: names of tokens in lower case, values without blanks around them.
Headers headers_of(std::string_view lines, std::string const& session) {
    Headers headers;
    fuzz::Input input{reinterpret_cast<std::uint8_t const*>(lines.data()), lines.size()};
    while (!input.empty() && headers.size() < 64) {
        auto const line = input.until('\n');
        auto const colon = line.find(':');
        if (colon == std::string_view::npos || colon == 0) continue;
        auto value = std::string(line.substr(colon + 1));
        value.erase(0, std::min(value.find_first_not_of(" \t"), value.size()));
        value.erase(value.find_last_not_of(" \t\r") + 1);
        if (auto const at = value.find(kSession); at != std::string::npos) value.replace(at, kSession.size(), session);
        headers.emplace_back(lower(line.substr(0, colon)), std::move(value));
    }
    return headers;
}

std::vector<std::string> values_of(Headers const& headers, std::string_view wanted) {
    std::vector<std::string> values;
    for (auto const& [name, value] : headers)
        if (name == wanted) values.push_back(value);
    return values;
}

bool shows(Headers const& headers, std::string_view header, std::string_view what) {
    auto const values = values_of(headers, header);
    return std::any_of(values.begin(), values.end(),
                       [&](auto const& value) { return value.find(what) != std::string::npos; });
}

bool shows_token(Headers const& headers, std::string_view token) {
    auto const values = values_of(headers, "authorization");
    return std::any_of(values.begin(), values.end(), [&](auto const& value) { return fuzz::could_show(value, token); });
}

bool is_forwarded(Headers const& headers) {
    return std::any_of(headers.begin(), headers.end(), [](auto const& header) {
        auto const& name = header.first;
        return name == "forwarded" || name == "x-real-ip" || name == "via" || name.starts_with("x-forwarded-");
    });
}

bool shows_browser(Headers const& headers) {
    return std::any_of(headers.begin(), headers.end(), [](auto const& header) {
        auto const& name = header.first;
        return name == "origin" || name == "referer" || name == "cookie" || name.starts_with("sec-fetch-");
    });
}

bool is_trusted(IpAddress const& peer) {
    auto const text = peer.to_string();
    return text.starts_with("10.") || text.starts_with("fd");
}

void check_local(auth::Knock const& knock, Headers const& headers, bool behind_proxy) {
    require(knock.peer.is_loopback(), "who is local comes from this machine");
    require(!behind_proxy && !is_forwarded(headers), "who is local comes through no proxy");
    auto const hosts = values_of(headers, "host");
    bool const reads = hosts.empty() || hosts.front().find(std::to_string(kPort)) == std::string::npos;
    if (reads) require(!shows_browser(headers), "who names no port is no browser");
    if (hosts.empty() && knock.is_http_1_0) return;
    require(hosts.size() == 1, "who is local names one Host");
    auto const host = lower(hosts.front());
    bool const could_be_here = host.starts_with("localhost") || host.starts_with("127.0.0.1") || host.starts_with('[');
    require(could_be_here && (reads || host.ends_with(std::to_string(kPort))), "who is local asks for localhost", host);
    for (auto const& origin : values_of(headers, "origin"))
        require(lower(origin).find("3000") != std::string::npos, "who is local is no other page", origin);
}

void check_identity(auth::Visit const& visit, auth::Knock const& knock, Headers const& headers, bool behind_proxy,
                    LocalAccess access, bool has_ticket) {
    auto const& who = visit.who;
    if (visit.is_local || who.kind == Identity::Kind::local) check_local(knock, headers, behind_proxy);
    require(access == LocalAccess::operator_ || (!visit.is_local && !visit.at_machine),
            "this machine is trusted as far as local_access says");
    switch (who.kind) {
    case Identity::Kind::nobody:
        require(!who.role && who.boards.empty(), "nobody has no rights");
        break;
    case Identity::Kind::local:
        require(visit.is_local == (access == LocalAccess::operator_), "who is local is local");
        require(access != LocalAccess::none, "nobody is local where local_access is none");
        require(access == LocalAccess::operator_ || who.role == Role::viewer, "local_access lets only look");
        if (values_of(headers, "host").empty()) require(who.role == Role::viewer, "who names no Host only reads");
        break;
    case Identity::Kind::person:
        require(has_ticket || shows(headers, "cookie", "watchpost_session="), "a person has shown a session");
        break;
    case Identity::Kind::token:
        require(shows_token(headers, who.role == Role::viewer ? kViewerToken : kOperatorToken) ||
                    (who.role == Role::viewer && who.by_cookie && shows_token(headers, kOperatorToken)),
                "a program has shown its token, and has the role of it");
        break;
    case Identity::Kind::board:
        require(!who.role && shows_token(headers, kCameraToken), "a board has shown its token, and no more");
    }
    require(fuzz::is_one_plain_line(who.because) && who.because.find("token-of-the-fuzzer") == std::string::npos,
            "the reason is one plain line that tells no token", who.because);
    if (!is_trusted(knock.peer)) require(who.client == knock.peer, "only trusted proxies speak for others");
    if (who.client == IpAddress{})
        require(!visit.is_local && !visit.at_machine && who.kind != Identity::Kind::local,
                "who is unknown is not local");
}

void check_doors(auth::Visit const& visit) {
    auto const passes = [&](Door door, bool changes, bool websocket) {
        auto const refusal = auth::refuse(visit, door, {changes, websocket});
        if (refusal)
            require(refusal->status == 401 || refusal->status == 403 || refusal->status == 421,
                    "a refusal has its status", refusal->detail);
        return !refusal;
    };
    auto const& who = visit.who;
    bool const foreign = visit.origin == auth::OriginVerdict::foreign;
    for (bool const changes : {false, true})
        for (bool const websocket : {false, true}) {
            bool const views = passes(Door::view, changes, websocket);
            bool const operates = passes(Door::operate, changes, websocket);
            bool const uploads = passes(Door::upload, changes, websocket);
            require(!views || who.role, "nobody sees anything without a role");
            require(!operates || who.role == Role::operator_, "only an operator acts");
            require(!operates || views, "who acts may see");
            require(!uploads || who.role == Role::operator_ || !who.boards.empty(), "an upload has its owner");
            bool const is_person = who.kind != Identity::Kind::board;
            if (foreign && is_person && (changes || websocket))
                require(!views && !operates && !uploads, "no foreign page acts, or opens a WebSocket");
            if (foreign && who.by_cookie) require(!views, "a foreign page sees nothing with a session");
            bool const reads_nameless = visit.is_nameless && !changes && !websocket;
            if (!visit.host_allowed && is_person && !reads_nameless)
                require(!views && !operates && !uploads && !passes(Door::open, changes, websocket),
                        "we are not asked under another's name");
        }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzz::Input input{data, size};
    auto const flags = input.byte();
    bool const behind_proxy = (flags & 1) != 0;
    test::ManualClock clock;
    auth::Doorkeeper doorkeeper{clock, [](IpAddress const&) { return false; }};
    constexpr LocalAccess accesses[] = {LocalAccess::operator_, LocalAccess::viewer, LocalAccess::none,
                                        LocalAccess::operator_};
    auto const access = accesses[flags >> 6U & 3U];
    doorkeeper.update(settings_of(behind_proxy, access), {});
    doorkeeper.update(kept_secrets());
    auth::Knock knock;
    knock.peer = peer_of(flags >> 1U & 7U);
    knock.local = *IpAddress::parse("192.0.2.1");
    knock.local_port = kPort;
    knock.secure = (flags & 16U) != 0;

    auto const login = doorkeeper.begin_login("anna", *IpAddress::parse("127.0.0.1"), true);
    require(login.has_value(), "who sits here need not wait");
    auto const session = doorkeeper.end_login(*login, true, knock.secure);
    require(session.has_value(), "the right password opens a session");
    knock.is_http_1_0 = (flags & 64U) != 0;
    bool const has_ticket = (flags & 32U) != 0;
    auto const ticket = doorkeeper.issue_ticket(session->who);
    if (has_ticket) knock.ticket = ticket;

    auto const headers = headers_of(input.rest(), session->token);
    knock.headers = headers;
    auto const visit = doorkeeper.visit(knock);
    check_identity(visit, knock, headers, behind_proxy, access, has_ticket);
    check_doors(visit);
    return 0;
}
