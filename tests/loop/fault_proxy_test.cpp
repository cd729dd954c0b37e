// The bad network of the other tests does what it is told, and nothing else.

#include "support/eventually.hpp"
#include "support/fault_proxy.hpp"
#include "support/plain_socket.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <string>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Stall = Faults::Stall;

/// One end of a connection. Every wait has a limit.
class Peer {
public:
    enum class End { none, fin, reset };

    explicit Peer(int fd)
        : socket_(fd) {}

    void send(std::string const& bytes) const { EXPECT_TRUE(socket_.send(bytes)); }
    /// How much of `limit` bytes the socket takes while it takes anything within 300 ms.
    std::size_t send_what_fits(std::size_t limit) const {
        std::string const chunk(64 * 1024, 'x');
        std::size_t sent = 0;
        pollfd watched{socket_.fd(), POLLOUT, 0};
        while (sent < limit && poll(&watched, 1, 300) > 0) {
            auto const n = ::send(socket_.fd(), chunk.data(), chunk.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (n > 0) sent += static_cast<std::size_t>(n);
        }
        return sent;
    }
    void send_fin() const { shutdown(socket_.fd(), SHUT_WR); }
    void reset() const { socket_.reset(); }

    /// All that comes until there are `size` bytes, the connection ends, or the limit has passed.
    std::string receive(std::size_t size, std::chrono::milliseconds limit = 20s) {
        auto const deadline = Clock::now() + limit;
        std::string all;
        while (all.size() < size && end_ == End::none) {
            auto const left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
            pollfd watched{socket_.fd(), POLLIN, 0};
            if (poll(&watched, 1, std::max(0, static_cast<int>(left))) <= 0) break;
            char chunk[4096];
            auto const n = recv(socket_.fd(), chunk, std::min(sizeof chunk, size - all.size()), 0);
            if (n > 0) all.append(chunk, static_cast<std::size_t>(n));
            if (n == 0) end_ = End::fin;
            if (n < 0) end_ = errno == ECONNRESET ? End::reset : End::none;
        }
        return all;
    }
    End end(std::chrono::milliseconds limit = 20s) {
        receive(1'000'000, limit);
        return end_;
    }

private:
    Socket socket_;
    End end_ = End::none;
};

class Listening {
public:
    Listening() {
        auto address = loopback(0);
        socklen_t size = sizeof address;
        if (bind(fd_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(fd_, 8) != 0)
            throw std::runtime_error("cannot listen");
        getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
    }
    ~Listening() { ::close(fd_); }
    unsigned short port() const { return port_; }
    int accept() const { return ::accept(fd_, nullptr, nullptr); }

private:
    int fd_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    unsigned short port_ = 0;
};

/// A client and a server with the proxy between them.
class FaultProxyTest : public testing::Test {
protected:
    void open(FaultPlan plan = {}) {
        proxy_.emplace(listening_.port(), plan);
        client_.emplace(dial(proxy_->port()));
        server_.emplace(listening_.accept());
    }

    Listening listening_;
    std::optional<FaultProxy> proxy_;
    std::optional<Peer> client_;
    std::optional<Peer> server_;
};

std::string many(std::size_t size) {
    std::string out;
    for (std::size_t i = 0; i < size; ++i)
        out += static_cast<char>('a' + i * 7 % 26);
    return out;
}

TEST_F(FaultProxyTest, without_faults_is_not_there) {
    open();
    client_->send(many(100'000));
    EXPECT_TRUE(server_->receive(100'000) == many(100'000));
    client_->send_fin();
    EXPECT_EQ(server_->end(), Peer::End::fin);
    server_->send("an answer behind the FIN");
    EXPECT_EQ(client_->receive(24), "an answer behind the FIN");
    EXPECT_EQ(proxy_->open(), 1U);
    server_->send_fin();
    EXPECT_EQ(client_->end(), Peer::End::fin);
    EXPECT_EQ(proxy_->open(), 0U);
    EXPECT_EQ(proxy_->passed_to_server(), 100'000U);
    EXPECT_EQ(proxy_->passed_to_client(), 24U);
}

TEST_F(FaultProxyTest, passes_a_reset_on) {
    open();
    client_->send("x");
    ASSERT_EQ(server_->receive(1), "x");
    client_->reset();
    EXPECT_EQ(server_->end(), Peer::End::reset);
    open();
    server_->reset();
    EXPECT_EQ(client_->end(), Peer::End::reset);
}

TEST_F(FaultProxyTest, delays_with_jitter_and_keeps_the_order) {
    Faults slow;
    slow.delay = 60ms;
    slow.jitter = 40ms;
    open({.to_client = slow});
    for (int i = 0; i < 5; ++i) {
        auto const begin = Clock::now();
        server_->send(many(10));
        EXPECT_EQ(client_->receive(10), many(10));
        EXPECT_GE(Clock::now() - begin, 60ms);
    }
    for (char const c : many(26))
        server_->send({c});
    EXPECT_EQ(client_->receive(26), many(26));
}

TEST_F(FaultProxyTest, keeps_a_rate) {
    Faults narrow;
    narrow.bytes_per_second = 50'000;
    open({.to_server = narrow});
    auto const begin = Clock::now();
    client_->send(many(10'000));
    EXPECT_TRUE(server_->receive(10'000) == many(10'000));
    EXPECT_GE(Clock::now() - begin, 180ms);
}

TEST_F(FaultProxyTest, splits_into_single_bytes) {
    open({.to_server = Faults::single_bytes()});
    client_->send(many(500));
    EXPECT_EQ(server_->receive(500), many(500));
    EXPECT_TRUE(eventually([this] { return proxy_->pieces_to_server() == 500; })) << proxy_->pieces_to_server();
}

TEST_F(FaultProxyTest, stalls_and_goes_on) {
    for (auto const stall : {Stall::taking, Stall::not_taking}) {
        open();
        proxy_->set_to_server(Faults::stalled(stall));
        client_->send(many(100));
        EXPECT_EQ(server_->receive(1, 100ms), "");
        server_->send("the other way");
        EXPECT_EQ(client_->receive(13), "the other way");
        proxy_->set_to_server({});
        EXPECT_EQ(server_->receive(100), many(100));
    }
}

TEST_F(FaultProxyTest, takes_nothing_more_when_told_so) {
    open({.to_server = Faults::stalled(Stall::not_taking)});
    constexpr std::size_t plenty = 100'000'000;
    auto const fits = client_->send_what_fits(plenty);
    EXPECT_LT(fits, plenty);
    EXPECT_EQ(proxy_->passed_to_server(), 0U);
}

TEST_F(FaultProxyTest, swallows_everything_until_it_is_told_to_stop) {
    open({.to_server = Faults::lost()});
    EXPECT_GE(client_->send_what_fits(20'000'000), 20'000'000U);
    EXPECT_EQ(server_->receive(1, 100ms), "");
    server_->send("x");
    EXPECT_EQ(client_->receive(1), "x");
    client_->send_fin();
    EXPECT_EQ(server_->end(100ms), Peer::End::none);
}

TEST_F(FaultProxyTest, resets_both_sides_behind_a_byte) {
    for (std::size_t const size : {0U, 1U, 17U}) {
        open();
        proxy_->set_to_server(Faults::reset_behind(size));
        if (size > 0) client_->send(many(100));
        EXPECT_EQ(server_->receive(100), many(size));
        EXPECT_EQ(server_->end(), Peer::End::reset);
        EXPECT_EQ(client_->end(), Peer::End::reset);
        EXPECT_EQ(proxy_->passed_to_server(), size);
    }
}

TEST_F(FaultProxyTest, resets_when_it_is_told_to) {
    open();
    proxy_->reset_all();
    EXPECT_EQ(server_->end(), Peer::End::reset);
    EXPECT_EQ(client_->end(), Peer::End::reset);
    EXPECT_EQ(proxy_->open(), 0U);
}

TEST_F(FaultProxyTest, ends_one_direction_behind_a_byte) {
    open({.to_server = Faults::fin_behind(5)});
    client_->send(many(100));
    EXPECT_EQ(server_->receive(100), many(5));
    EXPECT_EQ(server_->end(), Peer::End::fin);
    client_->send(many(100));
    server_->send(many(100));
    EXPECT_EQ(client_->receive(100), many(100));
    EXPECT_EQ(client_->end(100ms), Peer::End::none);
}

} // namespace
} // namespace watchpost::test
