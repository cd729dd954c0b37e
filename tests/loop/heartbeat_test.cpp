#include "support/daemon_in_process.hpp"
#include "support/raw_ws.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

constexpr auto kAsk = R"({"type":"ping"})";

char const* const kEndpoints[] = {"/ws", "/ws/video", "/ws/esp32cam", "/ws/pico"};
char const* const kAnswering[] = {"/ws", "/ws/video", "/ws/pico"};

TEST(LinkHeartbeat, pings_every_endpoint_every_ten_seconds_with_an_empty_payload) {
    for (auto const* endpoint : kEndpoints) {
        DaemonInProcess daemon;
        RawWs peer{daemon.port(), endpoint};
        daemon.let_beat();
        for (int round = 0; round < 3; ++round) {
            daemon.advance(10s);
            auto const ping = peer.frame_of(opcode::kPing);
            ASSERT_TRUE(ping) << endpoint << round;
            EXPECT_EQ(ping->payload, "") << endpoint;
            peer.send(opcode::kPong, "");
            daemon.let_beat();
        }
    }
}

TEST(LinkHeartbeat, does_not_ping_before_ten_seconds) {
    for (auto const* endpoint : kAnswering) {
        DaemonInProcess daemon;
        RawWs peer{daemon.port(), endpoint};
        daemon.let_beat();
        daemon.advance(9900ms);
        daemon.let_beat();
        peer.send(opcode::kText, kAsk);
        for (;;) {
            auto const frame = peer.frame();
            ASSERT_TRUE(frame) << endpoint;
            EXPECT_EQ(frame->opcode, opcode::kText) << endpoint;
            if (frame->payload.find(R"("pong")") != std::string::npos) break;
        }
    }
}

TEST(LinkHeartbeat, gives_a_peer_up_25_seconds_after_its_last_byte) {
    for (auto const* endpoint : kEndpoints) {
        DaemonInProcess daemon;
        RawWs peer{daemon.port(), endpoint};
        daemon.let_beat();
        daemon.advance(24s);
        daemon.let_beat();
        EXPECT_FALSE(peer.frame_of(opcode::kClose, 0ms)) << endpoint;

        daemon.advance(1s);
        auto const close = peer.frame_of(opcode::kClose);
        ASSERT_TRUE(close) << endpoint;
        EXPECT_EQ(close_code_of(*close), 4002) << endpoint;
    }
}

TEST(LinkHeartbeat, takes_unasked_pongs_for_life) {
    DaemonInProcess daemon;
    RawWs peer{daemon.port(), "/ws/esp32cam"};
    daemon.let_beat();
    for (int round = 0; round < 4; ++round) {
        peer.send(opcode::kPong, "x");
        daemon.advance(24s);
        daemon.let_beat();
    }
    EXPECT_FALSE(peer.frame_of(opcode::kClose, 0ms));
}

TEST(LinkHeartbeat, takes_every_byte_of_an_unfinished_message_for_life) {
    DaemonInProcess daemon;
    RawWs peer{daemon.port(), "/ws"};
    daemon.let_beat();
    auto const message = RawWs::encode(opcode::kText, kAsk);
    std::size_t sent = 6; // the header comes at once
    ASSERT_TRUE(peer.send_bytes(message.substr(0, sent)));
    for (; sent < 16; ++sent) { // longer than anybody may be silent, shorter than a message may take
        ASSERT_TRUE(peer.send_bytes({message[sent]}));
        daemon.let_beat();
        daemon.advance(2900ms);
    }
    ASSERT_TRUE(peer.send_bytes(message.substr(sent)));

    EXPECT_TRUE(peer.text_with(R"("pong")"));
}

TEST(LinkHeartbeat, gives_up_on_a_message_that_stops_half_way) {
    DaemonInProcess daemon;
    RawWs peer{daemon.port(), "/ws"};
    daemon.let_beat();
    ASSERT_TRUE(peer.send_bytes(RawWs::encode(opcode::kText, kAsk).substr(0, 9)));
    daemon.let_beat(); // the bytes are seen now
    daemon.advance(10s);

    auto const close = peer.frame_of(opcode::kClose);
    ASSERT_TRUE(close);
    EXPECT_EQ(close_code_of(*close), 1008);
}

TEST(PicoPing, is_json_every_ten_seconds) {
    DaemonInProcess daemon;
    RawWs pico{daemon.port(), "/ws/pico"};
    daemon.let_beat();
    daemon.advance(9900ms);
    daemon.let_beat();
    auto const first = pico.frame_of(opcode::kText);
    ASSERT_TRUE(first);
    EXPECT_NE(first->payload.find("connection_ack"), std::string::npos);
    EXPECT_FALSE(pico.frame_of(opcode::kText, 0ms));
    daemon.advance(100ms);
    for (int round = 0; round < 3; ++round) {
        auto const ping = pico.frame_of(opcode::kText);
        ASSERT_TRUE(ping);
        EXPECT_NE(ping->payload.find(R"("type":"ping")"), std::string::npos) << ping->payload;
        EXPECT_NE(ping->payload.find(R"("server_time":)"), std::string::npos);
        pico.send(opcode::kText, R"({"type":"pong","timestamp":"1","device":"pico","memory_free":1000})");
        daemon.let_beat();
        daemon.advance(10s);
    }
}

} // namespace
} // namespace watchpost::test
