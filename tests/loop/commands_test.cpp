// What waits for a board that is away is sent when it comes, and only that.

#include "support/daemon_in_process.hpp"
#include "support/http_client.hpp"
#include "support/ws_client.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

settings::Settings with_a_pico() {
    settings::Settings settings;
    settings.boards = {{"pan-tilt", DeviceKind::pico, "token"}};
    return settings;
}

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

} // namespace
} // namespace watchpost::test
