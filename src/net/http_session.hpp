#pragma once

#include "channel.hpp"
#include "unfinished_budget.hpp"

#include <watchpost/core/guard.hpp>
#include <watchpost/net/connection_budget.hpp>
#include <watchpost/net/handshake_places.hpp>
#include <watchpost/net/link_set.hpp>
#include <watchpost/net/pulse.hpp>
#include <watchpost/net/router.hpp>
#include <watchpost/net/server_stats.hpp>
#include <watchpost/net/waiting_line.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <optional>

namespace watchpost::net {

/// What HTTP sessions share. Outlives them.
struct HttpContext {
    Pulse& pulse;
    LinkSet& links;
    Router const& router;
    ConnectionBudget budget;
    ServerStats& stats;
    HandshakePlaces handshakes{{}};
    /// Who lets us wait; the first makes room when places are few.
    WaitingLine waiting{};
    /// Of messages and bodies that are on their way.
    std::unique_ptr<UnfinishedBudget> unfinished = std::make_unique<UnfinishedBudget>();
    std::chrono::seconds hsts{0}; ///< RFC 6797; 0: nothing is said of it
    int delayed_refusals = 0;     ///< answers that are being held back now

    /// For as long as `connection`, of this canonical address, lets us wait.
    Guard wait_in_line(Connection& connection, boost::asio::ip::address const& address) {
        return waiting.join(connection, ConnectionBudget::counted_as(address));
    }
    /// A place for who comes from this canonical address, which another may have to make.
    std::optional<Guard> admit(boost::asio::ip::address const& address);
    /// True when there is a place for something else than a board, which others may have had to make.
    bool has_room_for_all();
};

/// Serves `channel` until it is closed or becomes a link. `keep` is held as long as it is open.
void serve_http(Channel channel, HttpContext& context, Guard keep);

/// Answers 503 at once, whatever has been asked for: there is no place for this connection.
void refuse_http(boost::asio::ip::tcp::socket socket);

} // namespace watchpost::net
