// What strangers learn of the daemon's health costs the same however many boards there are, and however often they ask.

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/eventually.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

std::string status_for_a_stranger(DaemonInProcess const& daemon) {
    auto const reply = http(daemon.port(), "GET", "/health", {{"X-Forwarded-For", "192.0.2.1"}});
    auto const body = nlohmann::json::parse(reply.body);
    EXPECT_FALSE(body.contains("checks"));
    return body.at("status");
}

TEST(HealthForStrangers, is_put_together_once_a_second_at_most) {
    DaemonInProcess daemon;
    EXPECT_EQ(status_for_a_stranger(daemon), "pass");
    { auto const came_and_went = WsClient::open(daemon.port(), "/ws/esp32cam", {{"X-Device-ID", "cam"}}); }
    ASSERT_TRUE(eventually([&] { return get_json(daemon.port(), "/health").at("status") == "warn"; }));
    EXPECT_EQ(status_for_a_stranger(daemon), "pass") << "no board was looked at";
    daemon.advance(1s);
    EXPECT_EQ(status_for_a_stranger(daemon), "warn");
}

} // namespace
} // namespace watchpost::test
