#pragma once

#include <watchpost/core/guard.hpp>
#include <watchpost/net/connection_budget.hpp>
#include <watchpost/net/link_set.hpp>
#include <watchpost/net/pulse.hpp>
#include <watchpost/net/router.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <list>

namespace watchpost::net {

/// What HTTP sessions share. Outlives them.
struct HttpContext {
    Pulse& pulse;
    LinkSet& links;
    Router const& router;
    ConnectionBudget budget;
    /// Sessions that wait for a request, in the order in which they began to; the first makes room when places are few.
    std::list<Connection*> waiting{};
    int delayed_refusals = 0; ///< answers that are being held back now
};

/// Serves `socket` until it is closed or becomes a link. `keep` is held as long as it is open.
void serve_http(boost::asio::ip::tcp::socket socket, HttpContext& context, Guard keep);

/// Answers 503 at once, without reading: there is no place for this connection.
void refuse_http(boost::asio::ip::tcp::socket socket);

} // namespace watchpost::net
