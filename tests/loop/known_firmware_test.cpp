// The firmware states that are out there (PROTOCOL section 4.4), byte for byte where it matters, on a clock that the
// test moves.

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/eventually.hpp"
#include "support/raw_ws.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

constexpr auto kFlashedToken = "AbCd:1234@efgh5678ijkl9012";
constexpr auto kMacId = "aa-bb-cc-dd-ee-ff";

std::string const kHello =
    R"({"type":"connection","status":"connected","device":"ESP32CAM","token":")" + std::string(kFlashedToken) + R"("})";

settings::Settings with_a_camera() {
    settings::Settings settings;
    settings.boards = {{kMacId, DeviceKind::esp32cam, kFlashedToken}};
    return settings;
}

class KnownFirmware : public testing::Test {
protected:
    Json camera() const { return device(daemon_.port(), kMacId); }

    std::uint64_t order(std::string const& action) const {
        auto const reply = http(daemon_.port(), "POST", "/api/v1/devices/" + std::string(kMacId) + "/actions",
                                {{"Content-Type", "application/json"}}, R"({"action":")" + action + R"("})");
        EXPECT_EQ(reply.status, 202) << reply.body;
        return Json::parse(reply.body)["id"];
    }
    Json command(std::uint64_t id) const { return get_json(daemon_.port(), "/api/v1/commands/" + std::to_string(id)); }

    DaemonInProcess daemon_{with_a_camera()};
};

/// F1: `/ws`, a foreign Origin, a Host without a port, and five headers more with each attempt since power-on.
std::string current_firmware_handshake(int attempt) {
    std::string request = "GET /ws HTTP/1.1\r\nHost: 192.168.1.20\r\nSec-WebSocket-Key: RVNQMzJDQU1FU1AzMkNBTQ==\r\n";
    for (int i = 0; i < attempt; ++i)
        request += "Authorization: Bearer " + std::string(kFlashedToken) +
                   "\r\nX-Device-Type: ESP32CAM\r\nX-Device-ID: AA:BB:CC:DD:EE:FF\r\nX-Device-Version: 1.0.0\r\n"
                   "X-Connection-Type: WebSocket\r\n";
    return request + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                     "User-Agent: TinyWebsockets Client\r\nOrigin: https://github.com/gilmaimon/TinyWebsockets\r\n\r\n";
}

TEST_F(KnownFirmware, current_comes_in_after_an_outage_of_sixty_attempts_and_streams_at_once) {
    auto viewer = WsClient::open(daemon_.port(), "/ws/video");
    auto const request = current_firmware_handshake(60);
    ASSERT_GT(request.size(), 8192U); // more than Beast takes by itself
    RawConnection board{daemon_.port()};
    board.send(request);
    auto const answer = board.receive_until("\r\n\r\n");
    ASSERT_TRUE(answer.starts_with("HTTP/1.1 101 ")) << answer;

    // It does not wait for connection_ack.
    auto const frame = as_text(tiny_jpeg(320, 240));
    board.send(RawWs::encode(opcode::kText, kHello) + RawWs::encode(opcode::kBinary, frame));
    EXPECT_TRUE(viewer.receive_binary() == frame);
    EXPECT_EQ(camera()["online"], true);
    EXPECT_EQ(http_get(daemon_.port(), "/api/v1/devices").body.find(kFlashedToken), std::string::npos);
}

TEST_F(KnownFirmware, current_lets_every_command_expire_and_none_counts_as_obeyed) {
    RawWs board{daemon_.port(), "/ws", {{"Authorization", "Bearer " + std::string(kFlashedToken)}}};
    board.send(opcode::kText, kHello);
    ASSERT_TRUE(board.text_with("connection_ack"));
    auto viewer = WsClient::open(daemon_.port(), "/ws/video");
    auto const flash = order("flash_on");
    auto const reboot = order("system_reboot");

    auto const frame = as_text(tiny_jpeg(320, 240));
    for (int seconds = 0; seconds < 42; seconds += 3) {
        auto const seen = command(flash)["state"];
        EXPECT_EQ(seen, seconds < 20 ? "sent" : "expired") << seconds;
        // What it sends all the time is no answer.
        board.send(opcode::kText, R"({"type":"frame","size":)" + std::to_string(frame.size()) +
                                      R"(,"width":320,"height":240,"timestamp":1,"fps":1.00,"device":"ESP32CAM"})");
        board.send(opcode::kBinary, frame);
        board.send(opcode::kText, R"({"type":"heartbeat","timestamp":1,"device":"ESP32CAM"})");
        board.send(opcode::kText, R"({"type":"log","message":"Flash?","log_type":"info"})");
        EXPECT_TRUE(viewer.receive_binary() == frame);
        daemon_.advance(3s);
        daemon_.let_beat();
    }
    EXPECT_EQ(command(flash)["detail"], "the board did not answer");
    EXPECT_EQ(command(reboot)["state"], "expired");
    EXPECT_EQ(camera()["online"], true);
    EXPECT_EQ(camera()["reconnects"], 0);
}

/// One life of F2: it waits ten seconds for what it will not see, and leaves.
void come_and_leave(DaemonInProcess& daemon, int attempt) {
    Headers headers;
    for (int i = 0; i < attempt; ++i)
        headers.emplace_back("Authorization", "Bearer " + std::string(kFlashedToken));
    RawWs board{daemon.port(), "/ws/esp32cam", headers};
    daemon.let_beat();
    daemon.advance(10s);
    daemon.let_beat();
    EXPECT_TRUE(board.text_with("connection_ack"));
    board.send(opcode::kClose, "\x03\xE8");
    EXPECT_TRUE(board.ended());
    daemon.advance(1s);
}

TEST_F(KnownFirmware, older_comes_and_goes_for_ever_without_growing_anything) {
    auto dashboard = WsClient::open(daemon_.port(), "/ws");
    auto const lines = [this] {
        auto const page = http_get(daemon_.port(), "/metrics").body;
        return std::count(page.begin(), page.end(), '\n');
    };
    constexpr int kAttempts = 60;
    long lines_at_first = 0;
    std::size_t status_at_first = 0;
    for (int attempt = 1; attempt <= kAttempts; ++attempt) {
        come_and_leave(daemon_, attempt);
        dashboard.send_text(R"({"type":"ping"})"); // it reads on, and so lives on
        ASSERT_TRUE(dashboard.receive_text_with("pong"));
        if (attempt != 5) continue;
        lines_at_first = lines();
        status_at_first = http_get(daemon_.port(), "/api/v1/status").body.size();
    }
    ASSERT_TRUE(eventually([this] { return camera()["online"] == false; }));
    EXPECT_EQ(camera()["reconnects"], kAttempts - 1);
    EXPECT_EQ(camera()["takeovers"], 0);
    EXPECT_EQ(camera()["complaints"], 0);
    EXPECT_EQ(lines(), lines_at_first);
    EXPECT_LT(http_get(daemon_.port(), "/api/v1/status").body.size(), status_at_first + 100);
    EXPECT_LE(get_json(daemon_.port(), "/api/v1/events")["events"].size(), 100U);
    EXPECT_EQ(metric(daemon_.port(), R"(watchpost_connections_open{endpoint="/ws/esp32cam"})"), 0);
}

TEST_F(KnownFirmware, older_lets_every_command_expire) {
    auto const waiting = order("flash_on");
    come_and_leave(daemon_, 1);
    EXPECT_TRUE(eventually([&] { return command(waiting)["state"] == "expired"; })) << command(waiting);
}

TEST_F(KnownFirmware, silent_sketch_stays_online_as_long_as_it_answers_pings) {
    RawWs board{daemon_.port(), "/ws/esp32cam", {{"Authorization", "Bearer " + std::string(kFlashedToken)}}};
    daemon_.let_beat();
    for (int round = 0; round < 18; ++round) {
        daemon_.advance(10s);
        auto const ping = board.frame_of(opcode::kPing);
        ASSERT_TRUE(ping) << round;
        board.send(opcode::kPong, ping->payload);
        daemon_.let_beat();
    }
    EXPECT_EQ(camera()["online"], true);
    EXPECT_EQ(camera()["reconnects"], 0);
    EXPECT_EQ(camera()["invalid_messages"], 0);
    EXPECT_EQ(http_get(daemon_.port(), "/snapshot").status, 503);

    daemon_.advance(1s); // the last pong is seen
    daemon_.let_beat();
    daemon_.advance(25s); // and when it falls silent altogether it is given up
    EXPECT_TRUE(eventually([this] { return camera()["online"] == false; }));
}

} // namespace
} // namespace watchpost::test
