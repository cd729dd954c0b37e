#pragma once

#include "door.hpp"

#include <watchpost/app/daemon.hpp>
#include <watchpost/net/http_server.hpp>
#include <watchpost/settings/settings.hpp>

namespace watchpost::app {

/// Every door of the daemon, and how wide they are open. Loop thread only.
class Listeners {
public:
    /// Both live longer.
    Listeners(net::HttpServer& server, Notifier& notifier, std::vector<HandedSocket> handed)
        : server_(server)
        , notifier_(notifier)
        , handed_(std::move(handed)) {}

    /// Begins to accept: over TLS too where it is on. What was handed over and is not needed is closed.
    std::optional<Error> open(settings::Settings const& settings, net::HttpServer::TlsSource tls, bool has_credentials);

    /// Call when who may come in has changed: what is open to this machine only opens to all with the first credential.
    /// True when it did.
    bool on_credentials(bool has_credentials);

    /// For people: who is let in, when that is not what it seems. Else empty.
    std::string const& reach() const { return reach_; }

    /// Once it is open.
    Daemon::Address address() const;
    std::vector<boost::asio::ip::tcp::endpoint> places() const;

private:
    void drop_rest();
    bool widen_all();
    void tell_without_credentials(bool had_them);
    void tell(std::string reach);

    net::HttpServer& server_;
    Notifier& notifier_;
    std::vector<HandedSocket> handed_;
    std::vector<Door> doors_; ///< the plain one first
    bool has_credentials_ = false;
    std::string reach_;
};

} // namespace watchpost::app
