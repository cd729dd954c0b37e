#pragma once

#include <watchpost/auth/credentials.hpp>
#include <watchpost/auth/doors.hpp>
#include <watchpost/auth/forwarded.hpp>
#include <watchpost/auth/host_rule.hpp>
#include <watchpost/auth/local_bypass.hpp>
#include <watchpost/auth/login_limiter.hpp>
#include <watchpost/auth/own_links.hpp>
#include <watchpost/auth/person_limiter.hpp>
#include <watchpost/auth/secrets.hpp>
#include <watchpost/auth/session_table.hpp>
#include <watchpost/auth/tickets.hpp>
#include <watchpost/core/guard.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchpost::auth {

/// A request as it stands before the door.
struct Knock {
    IpAddress peer;
    IpAddress local; ///< the address that the peer connected to
    std::uint16_t local_port = 0;
    bool secure = false; ///< TLS that ends here
    bool is_http_1_0 = false;
    bool wants_https = false; ///< it asks for an https address, by its target
    HeaderList headers;
    std::optional<std::string_view> ticket; ///< of a WebSocket that is opened with one
};

/// Who comes, and what they may keep up: the one place where an identity is made. Pure: no socket, no disk, no slow
/// hash. Loop thread only.
class Doorkeeper {
public:
    /// True for an address whose wrong tokens are not to be counted: a board of it is connected, and others of its
    /// boards may have a token that is not valid any more.
    using IsHome = std::function<bool(IpAddress const&)>;

    Doorkeeper(Clock const& clock, IsHome is_home);

    /// `own_names` are names of this machine, beside those of the settings. With `behind_proxy`, or less
    /// `local_access`, what was opened for being local ends.
    void update(settings::Settings const& settings, std::vector<std::string> own_names);
    /// Ends the sessions of people who are gone or have another password or role, and what depends on lost tokens.
    void update(Secrets secrets);
    /// Where wrong credentials are counted for each address by itself.
    void update(OwnLinks links) { links_ = std::move(links); }

    /// Uses up a ticket and counts wrong credentials: once for each request.
    Visit visit(Knock const& knock);

    /// As `Credentials::is_owned`.
    bool is_owned(DeviceKind kind, DeviceId const& id) const { return credentials_->is_owned(kind, id); }

    /// True until what this credential opened ends.
    bool is_valid(std::string_view credential) const;

    /// As `auth::frame_ancestors`, of the settings.
    std::string const& frame_ancestors() const { return frame_ancestors_; }
    /// Some pages of other origins get more than others.
    bool shares_with_pages() const { return !allowed_origins_.empty(); }

    bool has_people() const { return !secrets_.people.empty(); }
    /// Somebody who is not at this machine could come in: there is a password, or a token of a board or a program.
    bool has_credentials() const;

    // Logging in: `begin_login`, then `may_try` when its turn comes, `verify_password` beside the loop, `end_login`.
    struct Login {
        std::string name;
        std::string hash; ///< to verify; empty for a name that nobody has
        IpAddress client;
        bool at_machine = false;
    };
    /// Nothing when this address, or this name, has to wait (SECURITY rule 6). `at_machine` is the visit's.
    std::optional<Login> begin_login(std::string_view name, IpAddress const& client, bool at_machine) const;
    /// False when it has to wait by now: others of the same place or name were wrong meanwhile.
    bool may_try(Login const& login) const;
    /// What counts as one place: see `OwnLinks`.
    IpAddress place_of(IpAddress const& client) const { return links_.place_of(client); }
    struct LoggedIn {
        std::string token; ///< for the cookie
        Identity who;
    };
    /// Nothing when the password was wrong, or is not the person's any more.
    std::optional<LoggedIn> end_login(Login const& login, bool right, bool secure);

    /// Ends every session of this person, and what was opened with them.
    void log_out(std::string_view person);

    /// A ticket for somebody like `who`, who has a role.
    std::string issue_ticket(Identity const& who) { return tickets_.issue(who, clock_.now()); }

    /// Calls `ended`, once, when the credential ends, at once when it has ended already; a session does not end for
    /// being idle meanwhile.
    Guard watch(std::string const& credential, std::function<void()> ended);
    Guard watch(Identity const& who, std::function<void()> ended) { return watch(who.credential, std::move(ended)); }

    /// Call about once a second.
    void tick();

private:
    using Watchers = std::multimap<std::string, std::shared_ptr<std::function<void()>>, std::less<>>;

    std::optional<Identity> by_token(Knock const& knock, IpAddress const& client, Visit& visit);
    std::optional<Identity> by_ticket(Knock const& knock, bool& wrong);
    std::optional<Identity> by_session(Knock const& knock, bool secure);
    void on_wrong_token(std::string_view token, IpAddress const& client, Visit& visit);
    std::optional<Identity> by_being_here(LocalBypass bypass, std::string_view missing) const;
    std::string why_nobody(IpAddress const& client, std::string const& not_local) const;
    void tell_ended();

    Clock const& clock_;
    IsHome is_home_;
    bool behind_proxy_ = false;
    settings::LocalAccess local_access_ = settings::LocalAccess::operator_;
    OwnLinks links_;
    std::vector<IpRange> trusted_proxies_;
    std::vector<Origin> allowed_origins_;
    std::string frame_ancestors_ = auth::frame_ancestors({});
    HostRule host_rule_{{}};
    std::vector<settings::Board> boards_;
    Secrets secrets_;
    TokenKey own_key_ = TokenKey::random();
    std::unique_ptr<Credentials> credentials_;
    SessionTable sessions_;
    Tickets tickets_;
    LoginLimiter passwords_;
    PersonLimiter people_;
    LoginLimiter tokens_;
    std::shared_ptr<Watchers> watchers_ = std::make_shared<Watchers>();
};

} // namespace watchpost::auth
