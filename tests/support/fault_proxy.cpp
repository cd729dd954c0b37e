#include "fault_proxy.hpp"

#include "fault_pump.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <list>
#include <thread>

namespace watchpost::test {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

/// What the connections of a proxy share.
struct Shared {
    FaultPlan plan;
    std::mt19937 random;
    std::size_t passed_to_server = 0;
    std::size_t passed_to_client = 0;
    std::size_t pieces_to_server = 0;
    std::size_t pieces_to_client = 0;
};

void reset(tcp::socket& socket) {
    error_code ignored;
    socket.set_option(tcp::socket::linger(true, 0), ignored);
    socket.close(ignored);
}

/// Both directions of one connection.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(tcp::socket client, tcp::socket server, Shared& shared)
        : client_(std::move(client))
        , server_(std::move(server))
        , to_server_(client_, server_,
                     terms(shared.plan.to_server, shared.random, shared.passed_to_server, shared.pieces_to_server))
        , to_client_(server_, client_,
                     terms(shared.plan.to_client, shared.random, shared.passed_to_client, shared.pieces_to_client)) {
        error_code ignored;
        client_.set_option(tcp::no_delay(true), ignored);
        server_.set_option(tcp::no_delay(true), ignored);
        client_.non_blocking(true, ignored);
        server_.non_blocking(true, ignored);
    }

    void start() { faults_changed(); }
    void faults_changed() {
        to_server_.faults_changed();
        to_client_.faults_changed();
    }
    void reset() {
        stop();
        test::reset(client_);
        test::reset(server_);
    }
    bool is_over() const { return is_over_; }

private:
    FaultPump::Terms terms(Faults const& faults, std::mt19937& random, std::size_t& passed, std::size_t& pieces) {
        return {faults,
                random,
                passed,
                pieces,
                [this] { return shared_from_this(); },
                [this] { reset(); },
                [this] { on_fin_passed(); }};
    }

    void on_fin_passed() {
        if (++fins_ < 2) return;
        stop();
        error_code ignored;
        client_.close(ignored);
        server_.close(ignored);
    }

    void stop() {
        is_over_ = true;
        to_server_.stop();
        to_client_.stop();
    }

    tcp::socket client_;
    tcp::socket server_;
    FaultPump to_server_;
    FaultPump to_client_;
    int fins_ = 0;
    bool is_over_ = false;
};

} // namespace

class FaultProxy::Impl {
public:
    Impl(unsigned short server_port, FaultPlan plan)
        : server_{boost::asio::ip::address_v4::loopback(), server_port}
        , shared_{plan, std::mt19937(plan.seed)}
        , acceptor_(loop_, {boost::asio::ip::address_v4::loopback(), 0}) {
        accept();
        thread_ = std::thread([this] { loop_.run(); });
    }
    Impl(Impl const&) = delete;
    Impl& operator=(Impl const&) = delete;
    ~Impl() {
        loop_.stop();
        thread_.join();
    }

    unsigned short port() const { return acceptor_.local_endpoint().port(); }

    /// Does `work` on the proxy's thread, and waits for it.
    template <class Work>
    auto on_loop(Work work) {
        std::packaged_task<decltype(work())()> task(std::move(work));
        auto result = task.get_future();
        boost::asio::post(loop_, [&task] { task(); });
        return result.get();
    }

    template <class Each>
    void for_each(Each each) {
        forget_what_is_over();
        for (auto const& connection : connections_)
            each(*connection);
    }
    std::size_t open() {
        forget_what_is_over();
        return connections_.size();
    }
    Shared& shared() { return shared_; }

private:
    void accept() {
        acceptor_.async_accept([this](error_code error, tcp::socket client) {
            if (!error) connect(std::move(client));
            accept();
        });
    }

    void connect(tcp::socket client) {
        tcp::socket server(loop_);
        error_code error;
        server.connect(server_, error);
        if (error) return reset(client);
        forget_what_is_over();
        connections_.push_back(std::make_shared<Connection>(std::move(client), std::move(server), shared_));
        connections_.back()->start();
    }

    void forget_what_is_over() {
        std::erase_if(connections_, [](auto const& connection) { return connection->is_over(); });
    }

    tcp::endpoint const server_;
    Shared shared_;
    boost::asio::io_context loop_{1};
    std::list<std::shared_ptr<Connection>> connections_;
    tcp::acceptor acceptor_;
    std::thread thread_;
};

FaultProxy::FaultProxy(unsigned short server_port, FaultPlan plan)
    : impl_(std::make_unique<Impl>(server_port, plan)) {}

FaultProxy::~FaultProxy() = default;

unsigned short FaultProxy::port() const {
    return impl_->port();
}

void FaultProxy::set_to_server(Faults faults) {
    impl_->on_loop([&] {
        impl_->shared().plan.to_server = faults;
        impl_->for_each([](Connection& connection) { connection.faults_changed(); });
    });
}

void FaultProxy::set_to_client(Faults faults) {
    impl_->on_loop([&] {
        impl_->shared().plan.to_client = faults;
        impl_->for_each([](Connection& connection) { connection.faults_changed(); });
    });
}

void FaultProxy::reset_all() {
    impl_->on_loop([&] { impl_->for_each([](Connection& connection) { connection.reset(); }); });
}

std::size_t FaultProxy::open() const {
    return impl_->on_loop([&] { return impl_->open(); });
}

std::size_t FaultProxy::passed_to_server() const {
    return impl_->on_loop([&] { return impl_->shared().passed_to_server; });
}

std::size_t FaultProxy::pieces_to_server() const {
    return impl_->on_loop([&] { return impl_->shared().pieces_to_server; });
}

std::size_t FaultProxy::passed_to_client() const {
    return impl_->on_loop([&] { return impl_->shared().passed_to_client; });
}

} // namespace watchpost::test
