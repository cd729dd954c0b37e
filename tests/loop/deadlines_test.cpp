// Every wait of the daemon has a deadline; here they are reached by moving its clock.

#include "support/daemon_in_process.hpp"
#include "support/http_client.hpp"
#include "support/jpeg_builder.hpp"
#include "support/ws_client.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

TEST(Deadlines, HeaderMustBeCompleteWithinFiveSeconds) {
    DaemonInProcess daemon;
    RawConnection slow{daemon.port()};
    slow.send("GET / HTTP/1.1\r\nHost:");
    EXPECT_EQ(http_get(daemon.port(), "/livez").status, 200); // by now the slow one was accepted too

    daemon.advance(4900ms);
    slow.send(" 127.0.0.1\r\n");
    EXPECT_EQ(http_get(daemon.port(), "/livez").status, 200);
    EXPECT_FALSE(slow.closed());

    daemon.advance(200ms);
    EXPECT_EQ(slow.receive_all(), "");
    EXPECT_TRUE(slow.closed());
}

TEST(Deadlines, IdleConnectionIsClosedAfterThirtySeconds) {
    DaemonInProcess daemon;
    RawConnection client{daemon.port()};
    client.send("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    ASSERT_NE(client.receive_until("ok\n").find("200 OK"), std::string::npos);
    daemon.advance(29s);
    client.send("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    client.receive_until("ok\n");
    EXPECT_FALSE(client.closed());
    daemon.advance(31s);
    client.receive_all();
    EXPECT_TRUE(client.closed());
}

TEST(Deadlines, SilentPeerIsPingedAndThenClosed) {
    DaemonInProcess daemon;
    // This client reads nothing until asked to, so it answers no ping: a half-open link looks the same from here.
    auto pico = WsClient::open(daemon.port(), "/ws/pico");
    auto dashboard = WsClient::open(daemon.port(), "/ws");
    ASSERT_TRUE(dashboard.receive_text_with(R"("online":true)"));
    for (int i = 0; i < 2; ++i) {
        daemon.advance(9s);
        // The dashboard answers its pings while it waits here.
        dashboard.send_text(R"({"type":"ping"})");
        ASSERT_TRUE(dashboard.receive_text_with(R"({"type":"pong"})"));
    }
    daemon.advance(9s);
    auto const event = dashboard.receive_text_with("device_offline");
    ASSERT_TRUE(event);
    EXPECT_NE(event->find("no sign of life"), std::string::npos);
    auto const close = pico.wait_for_close();
    ASSERT_TRUE(close);
    EXPECT_EQ(close->code, 4002);
}

TEST(Deadlines, WallClockMayJumpByYears) {
    DaemonInProcess daemon;
    auto client = WsClient::open(daemon.port(), "/ws");
    ASSERT_TRUE(client.receive_text_with("status"));
    for (auto const jump : {std::chrono::hours(24 * 3650), -std::chrono::hours(24 * 7300)}) {
        daemon.jump_wall(jump);
        client.send_text(R"({"type":"ping"})");
        EXPECT_TRUE(client.receive_text_with(R"({"type":"pong"})"));
    }
    EXPECT_TRUE(client.is_open());
}

TEST(Deadlines, FirstMessageToABoardWaitsUntilItsReadIsOver) {
    DaemonInProcess daemon;
    auto camera = WsClient::open(daemon.port(), "/ws/esp32cam");
    EXPECT_FALSE(camera.receive(300ms)); // the daemon's clock stands still
    daemon.advance(100ms);
    auto const first = camera.receive();
    ASSERT_TRUE(first);
    EXPECT_NE(first->data.find("connection_ack"), std::string::npos);
}

} // namespace
} // namespace watchpost::test
