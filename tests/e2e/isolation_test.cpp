// Nobody's misbehaviour may be noticed by the others (SECURITY rule 30).

#include "support/daemon_process.hpp"
#include "support/http_client.hpp"
#include "support/sanitizers.hpp"
#include "support/ws_client.hpp"

#include <watchpost/json/json.hpp>

#include <gtest/gtest.h>

#include <csignal>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

std::string frame(unsigned char first, std::string const& payload = {}) {
    // Masked with zeros, as some boards do it, so that the payload stays as it is.
    return std::string{static_cast<char>(first), static_cast<char>(0x80U | payload.size())} + std::string(4, '\0') +
           payload;
}

TEST(Isolation, LongTextOfABoardReachesDashboardsShort) {
    DaemonProcess daemon;
    auto dashboard = WsClient::open(daemon.port(), "/ws");
    auto camera = WsClient::open(daemon.port(), "/ws/esp32cam");
    ASSERT_TRUE(dashboard.receive_text_with("device_online"));

    for (int i = 0; i < 30; ++i)
        camera.send_text(R"({"type":"photo_error","message":")" + std::string(16'000, 'x') + R"("})");

    auto const event = dashboard.receive_text_with("device_error");
    ASSERT_TRUE(event);
    EXPECT_LT(event->size(), 1000U);
    auto late = WsClient::open(daemon.port(), "/ws");
    auto const status = late.receive_text_with(R"("type":"status")");
    ASSERT_TRUE(status);
    EXPECT_LT(status->size(), 30'000U);
}

TEST(Isolation, BurstOfManyBoardsLeavesAReadingDashboardOpen) {
    DaemonProcess daemon;
    auto dashboard = WsClient::open(daemon.port(), "/ws");
    std::vector<WsClient> cameras;
    for (int i = 0; i < 40; ++i)
        cameras.push_back(WsClient::open(daemon.port(), "/ws/esp32cam", {{"X-Device-ID", "cam" + std::to_string(i)}}));
    for (int i = 0; i < 15; ++i) // with the last word within the 20 events that a link has at once
        for (auto& camera : cameras)
            camera.send_text(R"({"type":"log","message":"hello"})");
    cameras.front().send_text(R"({"type":"photo_error","message":"the last word"})");

    ASSERT_TRUE(dashboard.receive_text_with("the last word"));
    dashboard.send_text(R"({"type":"ping"})");
    EXPECT_TRUE(dashboard.receive_text_with(R"({"type":"pong"})"));
}

TEST(Isolation, SilentConnectionsLeaveRoomForABoard) {
    DaemonProcess daemon{{}, {"WATCHPOST_LIMITS_MAX_CONNECTIONS=40"}};
    std::vector<std::unique_ptr<RawConnection>> silent;
    for (int i = 0; i < 60; ++i)
        silent.push_back(std::make_unique<RawConnection>(daemon.port()));

    auto board = WsClient::open(daemon.port(), "/ws/pico");
    EXPECT_TRUE(board.receive_text_with("connection_ack"));
}

TEST(Isolation, TangledEndOfALinkDoesNotHoldTheDaemon) {
    DaemonProcess daemon;
    RawConnection peer{daemon.port()};
    peer.send("GET /ws HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(daemon.port()) +
              "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              "Sec-WebSocket-Key: MDEyMzQ1Njc4OUFCQ0RFRg==\r\n\r\n");
    ASSERT_NE(peer.receive_until("\r\n\r\n").find(" 101 "), std::string::npos);

    // A flood of pings, an unfinished message and a close, all in one read: Beast parks its read behind our close and
    // our close behind its read.
    std::string tangle;
    for (int i = 0; i < 21; ++i)
        tangle += frame(0x89);
    tangle += frame(0x02, "a") + frame(0x00, "b") + frame(0x88, std::string("\x03\xE8", 2));
    ASSERT_TRUE(peer.send(tangle));
    peer.receive_all();
    EXPECT_TRUE(peer.closed());

    daemon.signal(SIGTERM);
    EXPECT_EQ(daemon.wait(kSlowdown * 5s), 0);
}

TEST(Isolation, HealthNamesBoardsOnlyToThoseWhoMayLook) {
    DaemonProcess daemon;
    auto board = WsClient::open(daemon.port(), "/ws/pico", {{"X-Device-ID", "secret-cellar"}});
    ASSERT_TRUE(board.receive_text_with("connection_ack"));

    auto const inside = http_get(daemon.port(), "/health");
    EXPECT_NE(inside.body.find("secret-cellar"), std::string::npos);
    auto const outside = http_get(daemon.port(), "/health", {{"X-Forwarded-For", "203.0.113.9"}});
    EXPECT_EQ(outside.status, 200);
    EXPECT_EQ(outside.body.find("secret-cellar"), std::string::npos);
    EXPECT_EQ(Json::parse(outside.body).at("status"), "pass");
}

} // namespace
} // namespace watchpost::test
