// What somebody who holds connections open can do to the others (SECURITY rules 21 and 39).

#include "support/daemon_in_process.hpp"
#include "support/http_client.hpp"
#include "support/plain_socket.hpp"

#include <gtest/gtest.h>
#include <ifaddrs.h>
#include <net/if.h>

#include <optional>

namespace watchpost::test {
namespace {

/// The daemon has sixteen places, four of them for boards.
class FewPlaces : public testing::Test {
protected:
    FewPlaces() {
        settings::Settings settings;
        settings.limits.max_connections = 16;
        daemon_.emplace(settings);
    }
    /// More than there is room for, one after the other.
    void fill(std::string const& begin) {
        for (int i = 0; i < 40; ++i) {
            held_.emplace_back(dial(daemon_->port()));
            held_.back().send(begin);
            daemon_->let_beat();
        }
    }
    void expect_that_others_are_served() {
        for (int i = 0; i < 20; ++i)
            EXPECT_EQ(http_get(daemon_->port(), "/livez").status, 200);
        EXPECT_EQ(WsClient::status_of(daemon_->port(), "/ws"), 101);
        EXPECT_EQ(WsClient::status_of(daemon_->port(), "/ws/pico"), 101);
    }

    std::optional<DaemonInProcess> daemon_;
    std::vector<Socket> held_;
};

TEST_F(FewPlaces, are_not_for_who_says_nothing) {
    fill("");
    expect_that_others_are_served();
}

TEST_F(FewPlaces, are_not_for_headers_that_never_end) {
    fill("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
    expect_that_others_are_served();
}

TEST_F(FewPlaces, are_not_for_bodies_that_never_end) {
    fill("POST /api/v1/session HTTP/1.1\r\nHost: localhost:" + std::to_string(daemon_->port()) +
         "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
    expect_that_others_are_served();
}

TEST_F(FewPlaces, are_not_for_refusals_that_nobody_reads) {
    fill("GET /nonsense HTTP/1.0\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n");
    expect_that_others_are_served();
}

/// Of this machine, in numbers, but not its loopback; empty when there is none.
std::string outer_address() {
    std::string found;
    ifaddrs* all = nullptr;
    if (getifaddrs(&all) != 0) return found;
    for (auto const* one = all; one != nullptr && found.empty(); one = one->ifa_next) {
        if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET || (one->ifa_flags & IFF_UP) == 0) continue;
        auto const& address = reinterpret_cast<sockaddr_in const*>(one->ifa_addr)->sin_addr;
        char text[INET_ADDRSTRLEN]{};
        if (ntohl(address.s_addr) >> 24U == IN_LOOPBACKNET) continue;
        if (inet_ntop(AF_INET, &address, text, sizeof text) != nullptr) found = text;
    }
    freeifaddrs(all);
    return found;
}

TEST(PlacesOfAnAddress, are_not_for_who_stalls_there) {
    auto const outer = outer_address();
    if (outer.empty()) GTEST_SKIP() << "this machine has no address that others could use";
    settings::Settings settings;
    settings.listen.address = "0.0.0.0";
    settings.limits.max_connections_per_address = 4;
    DaemonInProcess daemon{settings};
    std::vector<Socket> held;
    for (int i = 0; i < 12; ++i) {
        held.emplace_back(dial_from(outer, daemon.port(), outer));
        held.back().send("GET / HTTP/1.1\r\nX-Slow: ");
        daemon.let_beat();
    }
    for (int i = 0; i < 8; ++i) {
        held.emplace_back(dial_from(outer, daemon.port(), outer));
        held.back().send("GET /livez HTTP/1.1\r\nHost: " + outer + ":" + std::to_string(daemon.port()) + "\r\n\r\n");
        char answer[12]{};
        ASSERT_EQ(recv(held.back().fd(), answer, sizeof answer, MSG_WAITALL), 12);
        EXPECT_EQ(std::string(answer, 12), "HTTP/1.1 200");
    }
}

} // namespace
} // namespace watchpost::test
