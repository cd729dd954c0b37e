// Every dashboard hears that a board was stopped, whoever stopped it: a hold on its joystick must end there too.

#include "support/daemon_in_process.hpp"
#include "support/http_client.hpp"
#include "support/ws_client.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

constexpr auto kStopped = R"({"device":"pan-tilt","type":"emergency_stop"})";

class EmergencyStopLoop : public testing::Test {
protected:
    int post(std::string const& target, std::string const& body) {
        return http(daemon_.port(), "POST", target, {{"Content-Type", "application/json"}}, body).status;
    }
    int act(std::string const& action) {
        return post("/api/v1/devices/pan-tilt/actions", R"({"action":")" + action + R"("})");
    }
    WsClient board() const {
        auto pico = WsClient::open(daemon_.port(), "/ws/pico", {{"X-Device-ID", "pan-tilt"}});
        pico.send_text(R"({"type":"connect","device":"pico","servo1_angle":90,"servo2_angle":90})");
        pico.send_text(R"({"type":"ping"})");
        EXPECT_TRUE(pico.receive_text_with(R"("pong")"));
        return pico;
    }
    /// How many stops a dashboard has been told of until now.
    static int stops_told(WsClient& dashboard) {
        dashboard.send_text(R"({"type":"ping"})");
        for (int found = 0;;) {
            auto const message = dashboard.receive();
            if (!message || message->data.find(R"("pong")") != std::string::npos) return found;
            if (message->data.find(R"("type":"emergency_stop")") == std::string::npos) continue;
            EXPECT_EQ(message->data, kStopped);
            ++found;
        }
    }

    DaemonInProcess daemon_{with_a_pico()};
    WsClient one_ = WsClient::open(daemon_.port(), "/ws");
    WsClient other_ = WsClient::open(daemon_.port(), "/ws");
};

TEST_F(EmergencyStopLoop, of_one_dashboard_is_told_to_the_other_once) {
    auto pico = board();
    one_.send_text(
        R"({"type":"command","id":"s","device":"pan-tilt","command":{"type":"action","action":"emergency_stop"}})");
    ASSERT_TRUE(one_.receive_text_with(R"("state":"sent")"));
    EXPECT_EQ(stops_told(other_), 1);

    pico.send_text(R"({"type":"ack","command_type":"action","status":"success","detail":"emergency_stop"})");
    ASSERT_TRUE(one_.receive_text_with(R"("state":"acknowledged")"));
    EXPECT_EQ(stops_told(other_), 0) << "the board's answer is no second stop";
}

TEST_F(EmergencyStopLoop, over_http_is_told_to_every_dashboard_each_time) {
    auto const pico = board();
    EXPECT_EQ(act("emergency_stop"), 202);
    EXPECT_EQ(post("/set_action", R"({"action":"emergency_stop"})"), 200);
    EXPECT_EQ(stops_told(one_), 2);
    EXPECT_EQ(stops_told(other_), 2);
}

TEST_F(EmergencyStopLoop, for_a_board_that_is_away_is_told_when_it_is_given) {
    EXPECT_EQ(act("emergency_stop"), 202);
    EXPECT_EQ(stops_told(other_), 1);
    auto pico = board();
    EXPECT_EQ(stops_told(other_), 0) << "it is sent now, and was told before";
}

TEST_F(EmergencyStopLoop, is_not_told_of_other_commands) {
    auto const pico = board();
    EXPECT_EQ(act("reset_position"), 202);
    EXPECT_EQ(post("/api/v1/devices/pan-tilt/servo", R"({"pan":10,"tilt":20})"), 202);
    EXPECT_EQ(stops_told(other_), 0);
}

} // namespace
} // namespace watchpost::test
