#include "http_session.hpp"
#include "socket_options.hpp"
#include "spare_descriptor.hpp"
#include "tls_handshake.hpp"

#include <watchpost/net/address.hpp>
#include <watchpost/net/http_server.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <spdlog/spdlog.h>

namespace watchpost::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto kPauseWhenExhausted = std::chrono::milliseconds(100);

} // namespace

struct HttpServer::Context : HttpContext {};

/// Board slots are kept free: who lets us wait goes first (SECURITY rules 21 and 39).
std::optional<Guard> HttpContext::admit(asio::ip::address const& address) {
    if (budget.is_reserved_for_boards() && waiting.make_room()) stats.refused.add(NoRoom::made_room);
    auto place = budget.admit(address);
    if (place || budget.is_full() || !waiting.make_room_at(ConnectionBudget::counted_as(address))) return place;
    stats.refused.add(NoRoom::made_room);
    return budget.admit(address);
}

bool HttpContext::has_room_for_all() {
    while (budget.is_reserved_for_boards()) {
        if (!waiting.make_room()) return false;
        stats.refused.add(NoRoom::made_room);
    }
    return true;
}

/// Never ends and never spins (ARCHITECTURE rule 10).
class HttpServer::Listener final : private Ticking, public std::enable_shared_from_this<Listener> {
public:
    /// Without `tls` it is plain.
    Listener(asio::io_context& loop, std::shared_ptr<Context> context, TlsSource tls)
        : acceptor_(loop)
        , context_(std::move(context))
        , tls_(std::move(tls)) {}

    std::optional<Error> open(ListeningSocket socket) {
        error_code error;
        acceptor_.assign(socket.at.protocol(), socket.descriptor.value(), error);
        if (error) return Error{"cannot accept on " + host_and_port(socket.at) + ": " + error.message()};
        socket.descriptor.release();
        beat_ = context_->pulse.join(*this);
        accept();
        return std::nullopt;
    }

    void close() {
        beat_.release();
        error_code ignored;
        acceptor_.close(ignored);
    }

private:
    void accept() {
        acceptor_.async_accept([self = shared_from_this()](error_code error, tcp::socket socket) {
            self->on_accepted(error, std::move(socket));
        });
    }

    void on_accepted(error_code error, tcp::socket socket) {
        if (!acceptor_.is_open()) return;
        if (is_exhausted(error)) return pause(error);
        if (!error) serve(std::move(socket));
        accept(); // whatever else went wrong was that connection's own trouble
    }

    static bool is_exhausted(error_code error) {
        return error == boost::system::errc::too_many_files_open ||
               error == boost::system::errc::too_many_files_open_in_system || error == asio::error::no_buffer_space ||
               error == asio::error::no_memory;
    }

    void pause(error_code error) {
        if (!exhausted_) spdlog::warn("listener: {}; pausing, will go on by itself", error.message());
        exhausted_ = true;
        // The spare descriptor takes the waiting connection and drops it, so that its peer learns soon.
        if (spare_.sacrifice_for(acceptor_.native_handle())) context_->stats.refused.add(NoRoom::no_descriptor);
        resume_at_ = context_->pulse.clock().now() + kPauseWhenExhausted;
        context_->pulse.hurry();
    }

    void tick(SteadyTime now) override {
        if (now < resume_at_) return;
        resume_at_ = SteadyTime::max();
        accept();
    }

    void serve(tcp::socket socket) {
        context_->pulse.hurry();
        if (exhausted_) spdlog::info("listener: accepting again");
        exhausted_ = false;
        error_code error;
        auto const remote = socket.remote_endpoint(error);
        if (error) return;
        auto place = context_->admit(canonical(remote.address()));
        if (!place) {
            context_->stats.refused.add(context_->budget.is_full() ? NoRoom::all_taken : NoRoom::address_full);
            if (!tls_) refuse_http(std::move(socket)); // before a handshake nothing can be said
            return;
        }
        tune(socket);
        if (tls_)
            begin_tls(std::move(socket), *tls_(), *context_, std::move(*place));
        else
            serve_http(Channel(std::move(socket)), *context_, std::move(*place));
    }

    tcp::acceptor acceptor_;
    std::shared_ptr<Context> context_;
    TlsSource tls_;
    SpareDescriptor spare_;
    bool exhausted_ = false;
    SteadyTime resume_at_ = SteadyTime::max();
    Guard beat_;
};

HttpServer::HttpServer(asio::io_context& loop, Pulse& pulse, LinkSet& links, Router const& router,
                       ConnectionBudget::Limits limits)
    : loop_(loop)
    , context_(std::make_shared<Context>(Context{{pulse, links, router, ConnectionBudget(limits), stats_}})) {}

HttpServer::~HttpServer() = default;

std::optional<Error> HttpServer::listen(ListeningSocket socket) {
    return listen_with(std::move(socket), {});
}

std::optional<Error> HttpServer::listen_tls(ListeningSocket socket, TlsSource tls) {
    return listen_with(std::move(socket), std::move(tls));
}

void HttpServer::set_hsts(std::chrono::seconds duration) {
    context_->hsts = duration;
}

std::optional<Error> HttpServer::listen_with(ListeningSocket socket, TlsSource tls) {
    auto listener = std::make_shared<Listener>(loop_, context_, std::move(tls));
    auto problem = listener->open(std::move(socket));
    if (!problem) listeners_.push_back(std::move(listener));
    return problem;
}

void HttpServer::stop_accepting() {
    for (auto const& listener : listeners_)
        listener->close();
    listeners_.clear();
}

} // namespace watchpost::net
