#include "support/daemon_in_process.hpp"
#include "support/jpeg_builder.hpp"
#include "support/metrics.hpp"
#include "support/raw_ws.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

class Shutdown : public testing::Test {
protected:
    std::string host() const { return "Host: 127.0.0.1:" + std::to_string(daemon_->port()) + "\r\n"; }

    /// As SIGTERM does. Returns once the loop ran dry by itself; else the test hangs.
    void stop() { daemon_.reset(); }

    std::optional<DaemonInProcess> daemon_{std::in_place};
};

TEST_F(Shutdown, tells_boards_1001_and_browsers_1012) {
    RawWs camera{daemon_->port(), "/ws/esp32cam"};
    RawWs pico{daemon_->port(), "/ws/pico"};
    RawWs dashboard{daemon_->port(), "/ws"};
    RawWs viewer{daemon_->port(), "/ws/video"};
    daemon_->let_beat();

    stop();

    for (auto* const board : {&camera, &pico}) {
        auto const close = board->frame_of(8);
        ASSERT_TRUE(close);
        EXPECT_EQ(close_code_of(*close), 1001);
        EXPECT_TRUE(board->ended());
    }
    for (auto* const browser : {&dashboard, &viewer}) {
        auto const close = browser->frame_of(8);
        ASSERT_TRUE(close);
        EXPECT_EQ(close_code_of(*close), 1012);
        EXPECT_TRUE(browser->ended());
    }
}

TEST_F(Shutdown, waits_four_seconds_for_a_board_that_does_not_answer) {
    RawWs board{daemon_->port(), "/ws/esp32cam"};
    daemon_->let_beat();
    daemon_->stop();
    ASSERT_TRUE(board.frame_of(opcode::kClose));
    daemon_->advance(3900ms);
    daemon_->let_beat();
    EXPECT_FALSE(board.ended(0ms));
    daemon_->advance(100ms);
    EXPECT_TRUE(board.ended());
}

TEST_F(Shutdown, ends_whatever_else_is_connected) {
    auto camera = WsClient::open(daemon_->port(), "/ws/esp32cam");
    RawWs stalled{daemon_->port(), "/ws/video", {}, 4096};
    for (std::uint32_t i = 0; i < 12; ++i) {
        auto const jpeg = jpeg_of_size(900'000, 800, 600, i);
        camera.send_binary({jpeg.begin(), jpeg.end()});
    }
    RawConnection mjpeg{daemon_->port()};
    mjpeg.send("GET /stream HTTP/1.1\r\n" + host() + "\r\n");
    ASSERT_NE(mjpeg.receive_until("--watchpost-frame").find("200 OK"), std::string::npos);
    RawConnection idle{daemon_->port()};
    idle.send("GET /livez HTTP/1.1\r\n" + host() + "\r\n");
    ASSERT_NE(idle.receive_until("ok\n").find("200 OK"), std::string::npos);
    RawConnection silent{daemon_->port()};
    RawConnection half_header{daemon_->port()};
    half_header.send("GET /livez HT");
    RawConnection half_body{daemon_->port()};
    half_body.send("POST /livez HTTP/1.1\r\n" + host() + "Content-Length: 10\r\n\r\n12345");
    RawConnection refused_late{daemon_->port()}; // the refusal is held back
    refused_late.send("GET /ws/pico HTTP/1.1\r\n" + host() +
                      "Authorization: Bearer a\r\nAuthorization: Bearer b\r\nConnection: Upgrade\r\n"
                      "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
    ASSERT_TRUE(eventually([this] { return http_get(daemon_->port(), "/livez").status == 200; }));

    stop();

    for (auto* const connection : {&mjpeg, &idle, &silent, &half_header, &half_body, &refused_late}) {
        connection->receive_all();
        EXPECT_TRUE(connection->closed());
    }
}

TEST_F(Shutdown, does_not_wait_for_connections_that_ask_nothing) {
    RawWs board{daemon_->port(), "/ws/pico"}; // does not answer, so the daemon does wait for it
    RawConnection idle{daemon_->port()};
    idle.send("GET /livez HTTP/1.1\r\n" + host() + "\r\n");
    ASSERT_NE(idle.receive_until("ok\n").find("200 OK"), std::string::npos);
    daemon_->let_beat();

    daemon_->stop();

    idle.receive_all();
    EXPECT_TRUE(idle.closed());
    EXPECT_TRUE(board.frame_of(8));
    EXPECT_FALSE(board.ended(100ms));
}

TEST_F(Shutdown, accepts_nobody_new) {
    auto const port = daemon_->port();
    RawWs board{port, "/ws/pico"}; // does not answer, so the daemon waits for it
    daemon_->let_beat();
    daemon_->stop();

    EXPECT_THROW(RawConnection{port}, std::runtime_error);
}

TEST_F(Shutdown, may_be_asked_for_twice) {
    RawWs board{daemon_->port(), "/ws/pico"};
    daemon_->let_beat();
    daemon_->stop();
    stop();
    EXPECT_TRUE(board.frame_of(8));
    EXPECT_FALSE(board.frame_of(8));
}

} // namespace
} // namespace watchpost::test
