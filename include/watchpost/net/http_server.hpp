#pragma once

#include <watchpost/core/result.hpp>
#include <watchpost/net/connection_budget.hpp>
#include <watchpost/net/link_set.hpp>
#include <watchpost/net/listening_socket.hpp>
#include <watchpost/net/pulse.hpp>
#include <watchpost/net/router.hpp>
#include <watchpost/net/server_stats.hpp>
#include <watchpost/net/tls_context.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace watchpost::net {

/// Accepts connections, answers HTTP by the router's table and turns upgrades into links. Loop thread only; lives
/// longer than the connections, that is until the loop ran dry.
class HttpServer {
public:
    HttpServer(boost::asio::io_context& loop, Pulse& pulse, LinkSet& links, Router const& router,
               ConnectionBudget::Limits limits);
    ~HttpServer();

    /// Begins to accept; answers why that is not possible. There may be several.
    std::optional<Error> listen(ListeningSocket socket);

    /// The same over TLS. `tls` is asked at each new connection for what it is to begin with, never null.
    using TlsSource = std::function<TlsContextPtr()>;
    std::optional<Error> listen_tls(ListeningSocket socket, TlsSource tls);

    /// For how long browsers are to ask over TLS only (RFC 6797), said over TLS; 0 says nothing of it.
    void set_hsts(std::chrono::seconds duration);

    ServerStats const& stats() const { return stats_; }

    /// No new connection is accepted from now on. A socket that another process holds too goes on listening: who comes
    /// waits for whoever accepts from it next.
    void stop_accepting();

private:
    struct Context;
    class Listener;
    std::optional<Error> listen_with(ListeningSocket socket, TlsSource tls);

    boost::asio::io_context& loop_;
    ServerStats stats_;
    std::shared_ptr<Context> context_;
    std::vector<std::shared_ptr<Listener>> listeners_;
};

} // namespace watchpost::net
