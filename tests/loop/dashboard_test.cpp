#include "support/daemon_in_process.hpp"
#include "support/metrics.hpp"
#include "support/raw_ws.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

constexpr auto kTooSlow = R"(watchpost_connections_closed_total{endpoint="/ws",reason="too_slow",routine="false"})";

/// How many texts with `part` come before the answer to a ping.
int count_until_pong(WsClient& dashboard, std::string const& part) {
    dashboard.send_text(R"({"type":"ping"})");
    for (int found = 0;;) {
        auto const message = dashboard.receive();
        if (!message) {
            ADD_FAILURE() << "the dashboard was closed, or got no answer";
            return found;
        }
        if (message->data.find(R"({"type":"pong"})") != std::string::npos) return found;
        found += message->data.find(part) != std::string::npos ? 1 : 0;
    }
}

class DashboardLoop : public testing::Test {
protected:
    DaemonInProcess daemon_;
    WsClient dashboard_ = WsClient::open(daemon_.port(), "/ws");
};

TEST_F(DashboardLoop, status_comes_five_times_a_second_at_most_however_much_changes) {
    auto pico = WsClient::open(daemon_.port(), "/ws/pico");
    daemon_.advance(1s);
    daemon_.let_beat();
    ASSERT_TRUE(dashboard_.receive_text_with(R"("online":true)"));
    count_until_pong(dashboard_, "");

    int memory = 1000;
    for (int i = 0; i < 20; ++i) { // one second
        for (int n = 0; n < 10; ++n)
            pico.send_text(R"({"type":"ping","memory_free":)" + std::to_string(++memory) + "}");
        ASSERT_TRUE(pico.receive_text_with(R"("pong")"));
        daemon_.advance(50ms);
        daemon_.let_beat();
    }

    auto const count = count_until_pong(dashboard_, R"("type":"status")");
    EXPECT_LE(count, 5);
    EXPECT_GE(count, 4);
}

TEST_F(DashboardLoop, status_does_not_come_when_nothing_changes) {
    daemon_.advance(1s);
    daemon_.let_beat();
    count_until_pong(dashboard_, "");
    for (int i = 0; i < 5; ++i) {
        daemon_.advance(1s);
        daemon_.let_beat();
    }
    EXPECT_EQ(count_until_pong(dashboard_, R"("type":"status")"), 0);
}

TEST_F(DashboardLoop, is_not_pushed_out_by_a_board_that_logs_without_end) {
    auto pico = WsClient::open(daemon_.port(), "/ws/pico");
    for (int i = 0; i < 1000; ++i)
        pico.send_text(R"({"type":"log","level":"info","message":"again"})");
    pico.send_text(R"({"type":"ping"})");
    ASSERT_TRUE(pico.receive_text_with(R"("pong")"));

    EXPECT_EQ(count_until_pong(dashboard_, R"("type":"log")"), 20);
    daemon_.advance(1s);
    for (int i = 0; i < 10; ++i)
        pico.send_text(R"({"type":"log","level":"info","message":"again"})");
    pico.send_text(R"({"type":"ping"})");
    ASSERT_TRUE(pico.receive_text_with(R"("pong")"));
    EXPECT_EQ(count_until_pong(dashboard_, R"("type":"log")"), 5);
}

TEST_F(DashboardLoop, is_not_pushed_out_by_a_board_that_says_very_much_at_once) {
    auto camera = WsClient::open(daemon_.port(), "/ws/esp32cam");
    for (std::string const type : {"log", "system_error"})
        for (int i = 0; i < 3; ++i)
            camera.send_text(R"({"type":")" + type + R"(","message":")" + std::string(16'000, 'x') + "\"}");
    ASSERT_TRUE(eventually(
        [this] { return http_get(daemon_.port(), "/api/v1/events").body.find("device_error") != std::string::npos; }));
    daemon_.advance(1s);
    daemon_.let_beat();

    EXPECT_EQ(count_until_pong(dashboard_, R"("type":"log")"), 3);
    EXPECT_LT(http_get(daemon_.port(), "/api/v1/status").body.size(), 10'000u);
}

TEST_F(DashboardLoop, that_does_not_read_is_closed_with_1008_and_the_others_are_not_disturbed) {
    RawWs lazy{daemon_.port(), "/ws", {}, 4096};
    std::string questions;
    for (int i = 0; i < 500; ++i)
        questions += RawWs::encode(1, R"({"type":"get_status"})");
    for (int i = 0; i < 200 && metric(daemon_.port(), kTooSlow) == 0; ++i)
        if (!lazy.send_bytes(questions)) break;

    EXPECT_TRUE(eventually([this] { return metric(daemon_.port(), kTooSlow) == 1; }));
    count_until_pong(dashboard_, "");
    auto const close = lazy.frame_of(8);
    ASSERT_TRUE(close);
    EXPECT_EQ(close_code_of(*close), 1008);
}

} // namespace
} // namespace watchpost::test
