// How the daemon ends: properly, soon, and without a cry (SECURITY.md 29).

#include "support/daemon_api.hpp"
#include "support/daemon_process.hpp"
#include "support/eventually.hpp"
#include "support/raw_frames.hpp"
#include "support/returning_port.hpp"
#include "support/sanitizers.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

void expect_calm(std::string const& log) {
    EXPECT_EQ(log.find("[warning]"), std::string::npos) << log;
    EXPECT_EQ(log.find("[error]"), std::string::npos) << log;
}

class Shutdown : public testing::TestWithParam<int> {
protected:
    DaemonProcess daemon_;
    unsigned short const port_ = daemon_.port();
};

TEST_P(Shutdown, EverybodyIsToldAndTheProcessEndsWithinFiveSeconds) {
    // Given one of each, all with work to do
    auto camera = open_camera(port_, "porch");
    auto pico = WsClient::open(port_, "/ws/pico");
    auto dashboard = WsClient::open(port_, "/ws");
    auto viewer = WsClient::open(port_, "/ws/video");
    camera.send_binary(as_text(tiny_jpeg(320, 240)));
    ASSERT_TRUE(viewer.receive_binary());
    ASSERT_TRUE(pico.receive_text_with("connection_ack"));
    RawConnection player{port_};
    player.send("GET /stream HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) + "\r\n\r\n");
    ASSERT_NE(player.receive_until("image/jpeg").find("200 OK"), std::string::npos);
    // a board and a browser that answer nothing any more, half a request, and an idle connection
    auto const lost_board = WsClient::open(port_, "/ws/pico", {{"X-Device-ID", "lost"}});
    auto const lost_browser = WsClient::open(port_, "/ws");
    RawConnection half{port_};
    half.send("GET /livez HTTP/1.1\r\nHost: 127");
    RawConnection const idle{port_};
    ASSERT_TRUE(eventually([&] { return device(port_, "lost")["online"] == true; }));

    daemon_.signal(GetParam());

    for (auto* const board : {&camera, &pico}) {
        auto const close = board->wait_for_close(5s);
        ASSERT_TRUE(close);
        EXPECT_EQ(close->code, 1001);
    }
    for (auto* const browser : {&dashboard, &viewer}) {
        auto const close = browser->wait_for_close(5s);
        ASSERT_TRUE(close);
        EXPECT_EQ(close->code, 1012);
    }
    player.receive_all(5s);
    EXPECT_TRUE(player.closed());
    EXPECT_EQ(daemon_.wait(), 0); // within 4 s of its own clock: tests/loop/shutdown_test.cpp
    expect_calm(daemon_.log());
}

INSTANTIATE_TEST_SUITE_P(Signals, Shutdown, testing::Values(SIGTERM, SIGINT),
                         [](auto const& given) { return given.param == SIGTERM ? "SIGTERM" : "SIGINT"; });

TEST(ShutdownOf, IdleDaemonIsImmediate) {
    DaemonProcess daemon;
    daemon.signal(SIGTERM);
    EXPECT_EQ(daemon.wait(kSlowdown * 2s), 0);
    expect_calm(daemon.log());
}

TEST(ShutdownOf, PoliteBoardsAndBrowsersNeedNotBeWaitedFor) {
    DaemonProcess daemon;
    auto pico = WsClient::open(daemon.port(), "/ws/pico");
    auto dashboard = WsClient::open(daemon.port(), "/ws");
    daemon.signal(SIGTERM);
    EXPECT_TRUE(pico.wait_for_close());
    EXPECT_TRUE(dashboard.wait_for_close());
    EXPECT_EQ(daemon.wait(kSlowdown * 2s), 0);
    expect_calm(daemon.log());
}

TEST(ShutdownOf, SecondSignalDoesNotWait) {
    DaemonProcess daemon;
    auto const lost = WsClient::open(daemon.port(), "/ws/pico"); // answers no close, so the daemon waits for it
    ASSERT_TRUE(eventually([&] { return device(daemon.port(), "pico")["online"] == true; }));
    daemon.signal(SIGTERM);
    ASSERT_TRUE(daemon.wait_for_output("stopping"));
    daemon.signal(SIGTERM);
    EXPECT_EQ(daemon.wait(kSlowdown * 2s), 128 + SIGTERM);
}

TEST(ShutdownOf, PortIsFreeForTheNextDaemonAtOnce) {
    auto const port = std::to_string(returning_port());
    {
        DaemonProcess daemon{{"--port", port}};
        auto dashboard = WsClient::open(daemon.port(), "/ws");
        daemon.signal(SIGTERM);
        dashboard.wait_for_close();
        ASSERT_EQ(daemon.wait(kSlowdown * 5s), 0);
    }
    Process next{kWatchpost, {"serve", "--port", port}};
    EXPECT_TRUE(next.wait_for_output("listening on http://127.0.0.1:" + port)) << next.log();
}

} // namespace
} // namespace watchpost::test
