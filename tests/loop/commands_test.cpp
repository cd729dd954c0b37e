// What waits for a board that is away is sent when it comes, and only that; and who asks with ?wait=MS hears the end.

#include "support/daemon_in_process.hpp"
#include "support/http_client.hpp"
#include "support/ws_client.hpp"

#include <gtest/gtest.h>

#include <future>

namespace watchpost::test {
namespace {

TEST(WaitingCommand, leaves_the_axis_that_nobody_named_where_the_board_says_it_is) {
    DaemonInProcess daemon{with_a_pico()};
    auto const reply = http(daemon.port(), "POST", "/api/v1/devices/pan-tilt/servo",
                            {{"Content-Type", "application/json"}}, R"({"pan":120})");
    ASSERT_EQ(reply.status, 202) << reply.body;

    // The daemon's clock stands still, so the board's first word is what it hears first.
    auto pico = WsClient::open(daemon.port(), "/ws/pico", {{"X-Device-ID", "pan-tilt"}});
    pico.send_text(R"({"type":"connect","device":"pico","version":"2.0","servo1_angle":90,"servo2_angle":75})");

    auto const command = pico.receive_text_with(R"("servo")");
    ASSERT_TRUE(command);
    EXPECT_NE(command->find(R"("servo1":120)"), std::string::npos) << *command;
    EXPECT_NE(command->find(R"("servo2":75)"), std::string::npos) << *command;
}

/// A request that is on its way while the test goes on.
class AskedWithWait : public testing::Test {
protected:
    std::future<HttpReply> ask(std::string const& wait) {
        return std::async(std::launch::async, [this, wait] {
            return http(daemon_.port(), "POST", "/api/v1/devices/pan-tilt/servo?wait=" + wait,
                        {{"Content-Type", "application/json"}}, R"({"pan":120,"tilt":60})");
        });
    }

    DaemonInProcess daemon_{with_a_pico()};
};

TEST_F(AskedWithWait, hears_the_boards_answer) {
    auto pico = WsClient::open(daemon_.port(), "/ws/pico", {{"X-Device-ID", "pan-tilt"}});
    pico.send_text(R"({"type":"connect","device":"pico","servo1_angle":90,"servo2_angle":75})");
    auto asked = ask("60000");

    ASSERT_TRUE(pico.receive_text_with(R"("servo")"));
    EXPECT_EQ(asked.wait_for(std::chrono::milliseconds(0)), std::future_status::timeout);
    pico.send_text(R"({"type":"ack","command_type":"servo","status":"success","detail":"X=120, Y=60"})");

    auto const reply = asked.get();
    EXPECT_EQ(reply.status, 200);
    EXPECT_NE(reply.body.find(R"("state":"acknowledged")"), std::string::npos) << reply.body;
}

TEST_F(AskedWithWait, hears_the_state_when_the_time_is_over) {
    auto pico = WsClient::open(daemon_.port(), "/ws/pico", {{"X-Device-ID", "pan-tilt"}});
    pico.send_text(R"({"type":"connect","device":"pico","servo1_angle":90,"servo2_angle":75})");
    auto asked = ask("1500");
    ASSERT_TRUE(pico.receive_text_with(R"("servo")"));

    daemon_.advance(std::chrono::milliseconds(1499));
    daemon_.let_beat();
    EXPECT_EQ(asked.wait_for(std::chrono::milliseconds(0)), std::future_status::timeout);
    daemon_.advance(std::chrono::milliseconds(1));

    auto const reply = asked.get();
    EXPECT_EQ(reply.status, 200);
    EXPECT_NE(reply.body.find(R"("state":"sent")"), std::string::npos) << reply.body;
}

TEST_F(AskedWithWait, hears_the_state_when_the_daemon_stops) {
    auto pico = WsClient::open(daemon_.port(), "/ws/pico", {{"X-Device-ID", "pan-tilt"}});
    pico.send_text(R"({"type":"connect","device":"pico","servo1_angle":90,"servo2_angle":75})");
    auto asked = ask("60000");
    ASSERT_TRUE(pico.receive_text_with(R"("servo")"));

    daemon_.stop();

    EXPECT_EQ(asked.get().status, 200);
}

TEST_F(AskedWithWait, is_told_what_a_wait_may_be) {
    for (auto const* wait : {"0", "-1", "60001", "1e3", "", "soon", "99999999999999999999"}) {
        auto const reply = ask(wait).get();
        EXPECT_EQ(reply.status, 400) << wait;
        EXPECT_NE(reply.body.find("1 to 60000"), std::string::npos) << reply.body;
    }
    EXPECT_EQ(http_get(daemon_.port(), "/api/v1/commands/1").status, 404) << "none of them became a command";
}

} // namespace
} // namespace watchpost::test
