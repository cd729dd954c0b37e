#include "knock.hpp"

#include <watchpost/auth/cookies.hpp>
#include <watchpost/auth/doorkeeper.hpp>
#include <watchpost/auth/headers.hpp>

#include <algorithm>
#include <charconv>

namespace watchpost::auth {
namespace {

constexpr std::string_view kSession = "session/";
constexpr std::string_view kToken = "token/";
constexpr std::string_view kBoard = "board/";
constexpr std::string_view kLocal = "local/operator";
constexpr std::string_view kLocalViewer = "local/viewer";

SessionId session_of(std::string_view credential) {
    SessionId id = 0;
    if (!credential.starts_with(kSession)) return id;
    credential.remove_prefix(kSession.size());
    std::from_chars(credential.data(), credential.data() + credential.size(), id);
    return id;
}

/// With the kind: who is given another role by the same token has lost what this one opened.
std::string program_credential(TokenKind kind, TokenHash const& hash) {
    return std::string(kToken).append(to_string(kind)) + "/" + to_hex(hash);
}

Identity of_session(SessionId id, std::string const& person, Role role) {
    Identity who;
    who.kind = Identity::Kind::person;
    who.name = person;
    who.role = role;
    who.because = "You are logged in as " + person + ".";
    who.by_cookie = true;
    who.credential = std::string(kSession) + std::to_string(id);
    return who;
}

/// A browser that knows a name and a password sends them by itself, whichever page made it ask: they only look.
void take_for_ambient(Identity& who) {
    who.by_cookie = true;
    if (who.role != Role::viewer)
        who.because = "You have shown the API token " + who.name +
                      " as a password (Basic), and may only look: to act, "
                      "show it as a bearer token.";
    who.role = Role::viewer;
}

} // namespace

Doorkeeper::Doorkeeper(Clock const& clock, IsHome is_home)
    : clock_(clock)
    , is_home_(std::move(is_home))
    , credentials_(std::make_unique<Credentials>(boards_, secrets_, own_key_)) {}

void Doorkeeper::update(settings::Settings const& settings, std::vector<std::string> own_names) {
    behind_proxy_ = settings.behind_proxy;
    local_access_ = settings.local_access;
    trusted_proxies_ = settings.trusted_proxies;
    allowed_origins_ = settings.allowed_origins;
    frame_ancestors_ = auth::frame_ancestors(settings.frame_ancestors);
    boards_ = settings.boards;
    own_names.insert(own_names.end(), settings.host_names.begin(), settings.host_names.end());
    host_rule_ = HostRule(own_names);
    credentials_ = std::make_unique<Credentials>(boards_, secrets_, own_key_);
    tell_ended();
}

void Doorkeeper::update(Secrets secrets) {
    for (auto const& person : secrets_.people)
        if (std::find(secrets.people.begin(), secrets.people.end(), person) == secrets.people.end())
            sessions_.end_all_of(person.name);
    secrets_ = std::move(secrets);
    std::vector<std::string> names;
    for (auto const& person : secrets_.people)
        names.push_back(person.name);
    people_.set_people(names);
    credentials_ = std::make_unique<Credentials>(boards_, secrets_, own_key_);
    tell_ended();
}

bool Doorkeeper::has_credentials() const {
    return has_people() || !secrets_.tokens.empty() ||
           std::any_of(boards_.begin(), boards_.end(), [](auto const& board) { return !board.token.empty(); });
}

Visit Doorkeeper::visit(Knock const& knock) {
    auto const way = follow_forwarding(knock.peer, knock.headers, trusted_proxies_);
    bool const secure = way.secure.value_or(knock.secure);
    auto const host = host_rule_.allowed(values_of(knock.headers, "host"), knock.local);
    Visit visit;
    visit.host_allowed = host.has_value() && (secure || !knock.wants_https); // RFC 9110 section 7.4
    visit.origin = judge_origin(values_of(knock.headers, "origin"), host, secure, allowed_origins_);
    auto const shown = values_of(knock.headers, "authorization");
    visit.conflicting = one_value(shown).presence == Presence::conflicting;
    auto const facts = facts_of(knock, way, behind_proxy_);
    auto const bypass = visit.conflicting ? LocalBypass::none : local_bypass(facts);
    bool const is_trusted = local_access_ == settings::LocalAccess::operator_;
    visit.is_local = bypass != LocalBypass::none && is_trusted;
    visit.is_nameless = is_nameless(knock);
    visit.share = share_with_page(knock.headers, allowed_origins_);
    visit.at_machine = way.client.is_loopback() && !behind_proxy_ && !way.is_forwarded && is_trusted;
    auto who = by_token(knock, way.client, visit);
    if (!who) who = by_ticket(knock, visit.wrong_credential);
    if (!who && bypass != LocalBypass::none) who = by_being_here(bypass, why_not_local(facts));
    if (!who) who = by_session(knock, secure);
    visit.who = who.value_or(Identity{});
    visit.who.client = way.client;
    visit.who.secure = secure;
    if (visit.who.kind == Identity::Kind::nobody) {
        visit.who.because = visit.wrong_credential
                                ? "The credential is not valid."
                                : why_nobody(way.client, way.client.is_loopback() ? why_not_local(facts) : "");
    } else {
        visit.wrong_credential = false;
        visit.too_often = false;
    }
    return visit;
}

/// `missing` is what keeps somebody who is here from more than reading.
std::optional<Identity> Doorkeeper::by_being_here(LocalBypass bypass, std::string_view missing) const {
    if (local_access_ == settings::LocalAccess::none) return std::nullopt;
    bool const is_trusted = local_access_ == settings::LocalAccess::operator_;
    Identity who;
    who.kind = Identity::Kind::local;
    who.role = is_trusted && bypass == LocalBypass::full ? Role::operator_ : Role::viewer;
    who.because = "You are at the machine that watchpost runs on.";
    if (!is_trusted)
        who.because += " The setting local_access lets you look; to act, log in.";
    else if (bypass == LocalBypass::reads)
        who.because = "You are at the machine that watchpost runs on and may only look: " + std::string(missing) + ".";
    who.credential = is_trusted ? kLocal : kLocalViewer;
    return who;
}

std::optional<Identity> Doorkeeper::by_token(Knock const& knock, IpAddress const& client, Visit& visit) {
    auto const values = values_of(knock.headers, "authorization");
    auto const header = one_value(values);
    if (visit.conflicting) return Identity{};
    auto const shown = shown_token(header.value);
    if (!shown || shown->token.empty()) return std::nullopt;
    auto const* const token = &shown->token;
    // A right one passes, whatever others of its address have guessed (SECURITY rule 6).
    Identity who;
    if (auto const program = credentials_->program(*token)) {
        who.kind = Identity::Kind::token;
        who.name = program->name;
        who.role = program->role;
        who.because = "You have shown the API token " + program->name + ".";
        if (shown->is_basic) take_for_ambient(who);
        who.credential = program_credential(program->kind, program->hash);
        return who;
    }
    // A library for boards can show its token as a password; a browser that learned one would send it for any page.
    bool const may_be_board = !shown->is_basic || !calls_itself_browser(knock.headers);
    for (auto const kind : {DeviceKind::esp32cam, DeviceKind::pico})
        if (auto const board = credentials_->board(kind, *token); board && may_be_board) who.boards.push_back(*board);
    if (who.boards.empty()) {
        on_wrong_token(*token, client, visit);
        return std::nullopt;
    }
    who.kind = Identity::Kind::board;
    who.name = who.boards.front().id.value_or("");
    who.because = "You have shown the token of a board.";
    return who;
}

std::optional<Identity> Doorkeeper::by_ticket(Knock const& knock, bool& wrong) {
    if (!knock.ticket) return std::nullopt;
    auto holder = tickets_.use(*knock.ticket, clock_.now());
    if (holder && (holder->credential.empty() || is_valid(holder->credential))) {
        holder->by_cookie = false;
        return holder;
    }
    wrong = true;
    return std::nullopt;
}

std::optional<Identity> Doorkeeper::by_session(Knock const& knock, bool secure) {
    auto const cookies = values_of(knock.headers, "cookie");
    for (auto const token : session_cookies(cookies, secure))
        if (auto const* const session = sessions_.find(token, clock_.now()))
            return of_session(session->id, session->person, session->role);
    return std::nullopt;
}

/// Behind a proxy that speaks for nobody all strangers have the address of this machine: a board that does, too, must
/// not excuse them.
void Doorkeeper::on_wrong_token(std::string_view token, IpAddress const& client, Visit& visit) {
    visit.wrong_credential = true;
    if (visit.at_machine || (!client.is_loopback() && is_home_(client))) return;
    auto const place = place_of(client);
    auto const now = clock_.now();
    visit.too_often = !tokens_.is_open(place, now);
    if (!visit.too_often) tokens_.on_wrong(place, now, credentials_->mark_of(token));
}

std::string Doorkeeper::why_nobody(IpAddress const& client, std::string const& not_local) const {
    if (client.is_loopback() && local_access_ == settings::LocalAccess::none && !behind_proxy_)
        return std::string(
                   "This machine's own connections need a credential here, for \"local_access\" is \"none\": ") +
               (has_people() ? "log in, or show a token."
                             : "run \"watchpost passwd NAME\" where watchpost runs, then log in.");
    if (!not_local.empty()) return "You seem to be at this machine, but " + not_local + ": log in, or show a token.";
    if (!has_people())
        return "Nobody has a password yet: run \"watchpost passwd NAME\" at the machine that watchpost runs on.";
    return "You are not logged in.";
}

std::optional<Doorkeeper::Login> Doorkeeper::begin_login(std::string_view name, IpAddress const& client,
                                                         bool at_machine) const {
    Login login{std::string(name), {}, client, at_machine};
    if (!may_try(login)) return std::nullopt;
    for (auto const& person : secrets_.people)
        if (person.name == name) login.hash = person.password;
    return login;
}

bool Doorkeeper::may_try(Login const& login) const {
    if (login.at_machine) return true;
    auto const place = place_of(login.client);
    auto const now = clock_.now();
    return passwords_.is_open(place, now) && people_.is_open(login.name, place, now);
}

std::optional<Doorkeeper::LoggedIn> Doorkeeper::end_login(Login const& login, bool right, bool secure) {
    auto const now = clock_.now();
    auto const person = std::find_if(secrets_.people.begin(), secrets_.people.end(), [&](auto const& one) {
        return one.name == login.name && one.password == login.hash;
    });
    auto const place = place_of(login.client);
    if (!right || person == secrets_.people.end()) {
        if (login.at_machine) return std::nullopt;
        passwords_.on_wrong(place, now);
        people_.on_wrong(login.name, now);
        return std::nullopt;
    }
    people_.on_right(person->name, place);
    auto begun = sessions_.begin(person->name, person->role, now);
    tell_ended(); // one of too many may have ended
    auto who = of_session(begun.id, person->name, person->role);
    who.client = login.client;
    who.secure = secure;
    return LoggedIn{std::move(begun.token), std::move(who)};
}

void Doorkeeper::log_out(std::string_view person) {
    sessions_.end_all_of(person);
    tell_ended();
}

Guard Doorkeeper::watch(std::string const& credential, std::function<void()> ended) {
    if (credential.empty()) return {};
    if (!is_valid(credential)) {
        ended();
        return {};
    }
    auto const call = std::make_shared<std::function<void()>>(std::move(ended));
    watchers_->emplace(credential, call);
    return Guard{[watchers = watchers_, call] {
        *call = nullptr;
        std::erase_if(*watchers, [&call](auto const& entry) { return entry.second == call; });
    }};
}

bool Doorkeeper::is_valid(std::string_view credential) const {
    if (credential == kLocal) return !behind_proxy_ && local_access_ == settings::LocalAccess::operator_;
    if (credential == kLocalViewer) return !behind_proxy_ && local_access_ != settings::LocalAccess::none;
    if (credential.starts_with(kSession)) return sessions_.is_open(session_of(credential));
    if (credential.starts_with(kBoard)) return credentials_->has_board(credential);
    return std::any_of(secrets_.tokens.begin(), secrets_.tokens.end(),
                       [&](auto const& token) { return program_credential(token.kind, token.hash) == credential; });
}

void Doorkeeper::tell_ended() {
    std::vector<std::shared_ptr<std::function<void()>>> calls;
    std::erase_if(*watchers_, [&](auto const& entry) {
        bool const ended = !is_valid(entry.first);
        if (ended) calls.push_back(entry.second);
        return ended;
    });
    for (auto const& call : calls) // one may undo another
        if (auto const tell = std::exchange(*call, nullptr)) tell();
}

void Doorkeeper::tick() {
    auto const now = clock_.now();
    for (auto const& [credential, call] : *watchers_)
        if (auto const id = session_of(credential); id != 0) sessions_.use(id, now);
    sessions_.end_expired(now);
    tell_ended();
}

} // namespace watchpost::auth
