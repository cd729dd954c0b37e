// Faults of the field, each as a board really causes it on the wire, and the first thing that the link doctor says
// then.

#include "support/field_fault.hpp"

namespace watchpost::test {
namespace {

TEST_F(FieldFault, none_is_seen_in_a_healthy_camera) {
    come();
    hello();
    for (int i = 0; i < 12; ++i) {
        heartbeat(150'000 - 512 * i, -60);
        send_frame(20ms);
        live(20s);
    }
    expect_first("");
    EXPECT_EQ(diagnosis(daemon_.port(), kCamera)["summary"], "No trouble seen.");
    auto const timeline = diagnosis(daemon_.port(), kCamera)["timeline"];
    ASSERT_EQ(timeline.size(), 1U) << timeline;
    EXPECT_EQ(timeline[0]["what"], "connected");
    EXPECT_EQ(timeline[0]["text"], "TinyWebsockets Client");
    EXPECT_GT(timeline[0]["header_bytes"], 100);
    EXPECT_GE(diagnosis(daemon_.port(), kCamera)["samples"].size(), 10U);
}

TEST_F(FieldFault, brown_out_resets) {
    for (int i = 0; i < 3; ++i) {
        come();
        hello(R"(,"reset_reason":"brownout")");
        send_frame();
        live(60s);
        lose_power();
    }
    come();
    hello(R"(,"reset_reason":"brownout")");
    send_frame();
    expect_first("brown_out");
    EXPECT_EQ(diagnosis(daemon_.port(), kCamera)["findings"][0]["count"], 4);
}

TEST_F(FieldFault, restarts_of_a_board_that_does_not_say_why) {
    for (int i = 0; i < 2; ++i) {
        come();
        send_frame();
        live(60s);
        send_frame();
        lose_power();
    }
    come();
    send_frame();
    expect_first("restarts");
}

TEST_F(FieldFault, weak_signal) {
    come();
    for (int i = 0; i < 4; ++i) {
        heartbeat(150'000, -86 - i);
        send_frame(20ms);
        live(20s);
    }
    expect_first("weak_signal");
}

TEST_F(FieldFault, memory_that_leaks_until_the_reset) {
    come();
    for (int memory = 150'000; memory > 4'000; memory -= 4'000) {
        heartbeat(memory, -60);
        settle();
        pass(20s);
    }
    lose_power();
    come();
    heartbeat(150'000, -60);
    expect_first("memory_leak");
}

TEST_F(FieldFault, two_boards_with_one_id) {
    std::vector<std::unique_ptr<RawWs>> lost;
    for (int i = 0; i < 5; ++i) {
        if (board_) lost.push_back(std::move(board_));
        come();
        send_frame();
        pass(2s);
    }
    expect_first("shared_identity");
}

TEST_F(FieldFault, a_handshake_that_grows_with_each_attempt) {
    std::string request = "GET /ws HTTP/1.1\r\nHost: 192.168.1.20\r\nSec-WebSocket-Key: RVNQMzJDQU1FU1AzMkNBTQ==\r\n";
    for (int i = 0; i < 60; ++i)
        request += "Authorization: Bearer " + std::string(kCameraToken) +
                   "\r\nX-Device-Type: ESP32CAM\r\nX-Device-ID: porch\r\nX-Device-Version: 1.0.0\r\n"
                   "X-Connection-Type: WebSocket\r\n";
    RawConnection board{daemon_.port()};
    board.send(request + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                         "User-Agent: TinyWebsockets Client\r\n\r\n");
    ASSERT_TRUE(board.receive_until("\r\n\r\n").starts_with("HTTP/1.1 101 "));
    expect_first("header_growth");
}

TEST_F(FieldFault, a_wrong_token) {
    RawConnection board{daemon_.port()};
    board.send(
        "GET /ws/esp32cam HTTP/1.1\r\nHost: 192.168.1.20\r\nX-Forwarded-For: 203.0.113.7\r\n"
        "Authorization: Bearer an-old-token\r\nX-Device-ID: porch\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    expect_first("wrong_token");
    expect_first("", kPico);
}

TEST_F(FieldFault, a_wrong_token_of_the_current_camera_firmware_that_comes_where_browsers_do) {
    RawConnection board{daemon_.port()};
    board.send(
        "GET /ws HTTP/1.1\r\nHost: 192.168.1.20\r\nX-Forwarded-For: 203.0.113.7\r\n"
        "Authorization: Bearer an-old-token\r\nX-Device-ID: PORCH\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    expect_first("wrong_token");
}

TEST_F(FieldFault, a_wrong_token_of_a_board_that_sends_no_id) {
    RawConnection board{daemon_.port()};
    board.send("GET /ws/pico HTTP/1.1\r\nHost: 192.168.1.20\r\nX-Forwarded-For: 203.0.113.7\r\n"
               "Authorization: Bearer an-old-token\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    expect_first("wrong_token", kPico);
    expect_first("");
}

TEST_F(FieldFault, an_access_point_that_drops_the_board) {
    for (int i = 0; i < 2; ++i) {
        come();
        send_frame();
        fall_silent();
    }
    come();
    send_frame();
    expect_first("falls_silent");
}

TEST_F(FieldFault, a_storm_of_reconnects) {
    for (int i = 0; i < 8; ++i) {
        come();
        hello();
        settle();
        board_->send(opcode::kClose, "\x03\xE8");
        ASSERT_TRUE(board_->ended());
        pass(500ms);
    }
    expect_first("reconnect_storm");
}

TEST_F(FieldFault, the_firmware_that_waits_for_ever) {
    for (int i = 0; i < 3; ++i) {
        come();
        settle();
        live(10s);
        board_->send(opcode::kClose, "\x03\xE8");
        ASSERT_TRUE(board_->ended());
        pass(1s);
    }
    expect_first("stuck_firmware");
}

TEST_F(FieldFault, logs_that_are_no_json) {
    come();
    for (int i = 0; i < 3; ++i)
        say(R"({"type":"log","message":"got "hello"","log_type":"info"})");
    expect_first("bad_json");
    EXPECT_TRUE(is_online());
}

TEST_F(FieldFault, a_camera_that_was_unplugged_and_never_came_back) {
    come();
    send_frame();
    board_->reset();
    wait_until_away();
    expect_first("");
    pass(6min);
    expect_first("away");
    expect_first("never_came", kPico);
}

TEST_F(FieldFault, what_a_board_says_is_shown_as_text) {
    come();
    settle();
    pass(1s);
    board_->send(opcode::kClose, std::string("\x03\xE8") + "\x1B[31mred\xE2\x80\xAE");
    ASSERT_TRUE(board_->ended());
    wait_until_away();
    EXPECT_EQ(diagnosis(daemon_.port(), kCamera)["timeline"][0]["text"], R"(peer_closed (\x1B[31mred\u{202E}))");
}

TEST_F(FieldFault, boards_of_one_name_are_told_apart_by_their_kind) {
    RawWs pico{daemon_.port(), "/ws/pico", {{"X-Device-ID", kCamera}}};
    auto const path = "/api/v1/devices/" + std::string(kCamera) + "/diagnosis";
    EXPECT_EQ(get_json(daemon_.port(), path)["kind"], "esp32cam");
    EXPECT_EQ(get_json(daemon_.port(), path + "?kind=pico")["online"], true);
    EXPECT_EQ(http_get(daemon_.port(), path + "?kind=toaster").status, 400);
    EXPECT_EQ(http_get(daemon_.port(), "/api/v1/devices/nobody/diagnosis").status, 404);
}

} // namespace
} // namespace watchpost::test
