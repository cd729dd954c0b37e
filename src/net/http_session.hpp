#pragma once

#include "channel.hpp"

#include <watchpost/core/guard.hpp>
#include <watchpost/net/connection_budget.hpp>
#include <watchpost/net/link_set.hpp>
#include <watchpost/net/pulse.hpp>
#include <watchpost/net/router.hpp>
#include <watchpost/net/server_stats.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <list>

namespace watchpost::net {

/// What HTTP sessions share. Outlives them.
struct HttpContext {
    Pulse& pulse;
    LinkSet& links;
    Router const& router;
    ConnectionBudget budget;
    ServerStats& stats;
    /// Handshakes at a time: they cost memory, and the boards' return after a restart must not stop everything else
    /// (DEVICES rule 12).
    ConnectionBudget handshakes{{64, 16, 0}};
    /// Who is open and has asked for nothing, in the order in which they began to wait; the first makes room when
    /// places are few.
    std::list<Connection*> waiting{};
    std::chrono::seconds hsts{0}; ///< RFC 6797; 0: nothing is said of it
    int delayed_refusals = 0;     ///< answers that are being held back now

    /// For as long as `connection` has asked for nothing.
    Guard wait_in_line(Connection& connection) {
        return Guard{[this, place = waiting.insert(waiting.end(), &connection)] { waiting.erase(place); }};
    }
};

/// Serves `channel` until it is closed or becomes a link. `keep` is held as long as it is open.
void serve_http(Channel channel, HttpContext& context, Guard keep);

/// Answers 503 at once, whatever has been asked for: there is no place for this connection.
void refuse_http(boost::asio::ip::tcp::socket socket);

} // namespace watchpost::net
