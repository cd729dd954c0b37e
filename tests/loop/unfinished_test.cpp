// What has begun ends in time, and what is held of it is bounded (SECURITY rules 31 to 33).

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/jpeg_builder.hpp"
#include "support/raw_frames.hpp"
#include "support/raw_ws.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

std::unique_ptr<RawWs> raw_camera(DaemonInProcess const& daemon, std::string const& id) {
    return std::make_unique<RawWs>(daemon.port(), "/ws/esp32cam", Headers{{"X-Device-ID", id}});
}

/// The daemon has read what was sent before, and the link is open.
bool answers(RawWs& link) {
    link.send_bytes(RawFrame{opcode::kPing, "?"}.wire());
    return link.frame_of(opcode::kPong).has_value();
}

/// The code and the reason that the link is ended with; empty when it is not.
std::string end_of(RawWs& link) {
    auto const close = link.frame_of(opcode::kClose);
    if (!close) return "";
    return std::to_string(close_code_of(*close)) + " " +
           close->payload.substr(std::min<std::size_t>(2, close->payload.size()));
}

TEST(UnfinishedMessage, that_does_not_go_on_ends_the_link_after_ten_seconds) {
    DaemonInProcess daemon;
    auto const camera = raw_camera(daemon, "cam");
    camera->send_bytes(RawFrame{opcode::kBinary, "begun", false}.wire());
    ASSERT_TRUE(answers(*camera));
    daemon.advance(9900ms);
    daemon.let_beat();
    ASSERT_TRUE(answers(*camera)) << "pings are no progress, and no harm";
    daemon.advance(200ms);
    EXPECT_EQ(end_of(*camera), "1008 a message did not go on for 10 s");
}

TEST(UnfinishedMessage, that_comes_in_drops_ends_the_link_after_thirty_seconds) {
    DaemonInProcess daemon;
    auto const camera = raw_camera(daemon, "cam");
    camera->send_bytes(RawFrame{opcode::kBinary, "begun", false}.wire());
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(answers(*camera)) << i;
        daemon.advance(5s);
        camera->send_bytes(RawFrame{opcode::kContinuation, "x", false}.wire());
    }
    ASSERT_TRUE(answers(*camera));
    daemon.advance(5100ms);
    EXPECT_EQ(end_of(*camera), "1008 a message was not whole after 30 s");
}

TEST(UnfinishedMessage, of_fragments_without_a_byte_is_no_progress) {
    DaemonInProcess daemon;
    auto const camera = raw_camera(daemon, "cam");
    camera->send_bytes(RawFrame{opcode::kText, "", false}.wire());
    ASSERT_TRUE(answers(*camera));
    daemon.advance(5s);
    camera->send_bytes(RawFrame{opcode::kContinuation, "", false}.wire());
    ASSERT_TRUE(answers(*camera));
    daemon.advance(5100ms);
    EXPECT_EQ(end_of(*camera), "1008 a message did not go on for 10 s");
}

TEST(UnfinishedMessage, of_a_board_that_manages_two_kilobytes_a_second_may_take_minutes) {
    DaemonInProcess daemon;
    auto const camera = raw_camera(daemon, "cam");
    for (int second = 0; second < 70; ++second) {
        camera->send_bytes(
            RawFrame{second == 0 ? opcode::kBinary : opcode::kContinuation, std::string(2048, 'x'), false}.wire());
        ASSERT_TRUE(answers(*camera)) << second;
        daemon.advance(1s);
    }
    camera->send_bytes(RawFrame{opcode::kContinuation, "end"}.wire());
    EXPECT_TRUE(answers(*camera));
}

TEST(UnfinishedMessage, of_many_links_is_held_up_to_the_budget_and_the_longest_goes) {
    constexpr std::size_t most = 2 * kMebibyte;
    settings::Settings settings;
    settings.limits.max_frame_bytes = most;
    DaemonInProcess daemon{settings};
    std::vector<std::unique_ptr<RawWs>> cameras;
    auto const begin = RawFrame{opcode::kBinary, std::string(most, 'x'), false}.wire();
    for (int i = 0; i < 33; ++i) {
        cameras.push_back(raw_camera(daemon, "cam-" + std::to_string(i)));
        cameras.back()->send_bytes(begin);
        ASSERT_TRUE(answers(*cameras.back())) << i;
        daemon.advance(10ms);
    }
    EXPECT_EQ(end_of(*cameras.front()), "1008 too much is held of messages that are not whole");
    EXPECT_TRUE(answers(*cameras[1])) << "64 MiB may be held";
}

TEST(UnfinishedMessage, of_one_token_is_held_up_to_its_share) {
    settings::Settings settings;
    settings.limits.max_frame_bytes = 2 * kMebibyte;
    for (int i = 0; i < 5; ++i)
        settings.boards.push_back({"cam-" + std::to_string(i), DeviceKind::esp32cam, "token"});
    DaemonInProcess daemon{settings};
    auto const begin = RawFrame{opcode::kBinary, std::string(2 * kMebibyte, 'x'), false}.wire();
    std::vector<std::unique_ptr<RawWs>> cameras;
    for (int i = 0; i < 5; ++i) {
        cameras.push_back(std::make_unique<RawWs>(
            daemon.port(), "/ws/esp32cam",
            Headers{{"X-Device-ID", "cam-" + std::to_string(i)}, {"Authorization", "Bearer token"}}));
        cameras.back()->send_bytes(begin);
        ASSERT_TRUE(answers(*cameras.back())) << i;
        daemon.advance(10ms);
    }
    EXPECT_EQ(end_of(*cameras.front()), "1008 too much is held of messages that are not whole");
    EXPECT_TRUE(answers(*cameras.back()));
}

TEST(CameraText, is_at_most_16_kib_however_large_a_picture_may_be) {
    DaemonInProcess daemon;
    auto const camera = raw_camera(daemon, "cam");
    camera->send_bytes(RawFrame{opcode::kText, std::string(16 * 1024, ' ')}.wire());
    camera->send_bytes(RawFrame{opcode::kBinary, std::string(kMebibyte, 'x')}.wire());
    ASSERT_TRUE(answers(*camera));
    std::string brackets = "{\"a\":[[]";
    while (brackets.size() < kMebibyte - 10)
        brackets += ",[]";
    camera->send_bytes(RawFrame{opcode::kText, brackets + "]}"}.wire());
    EXPECT_EQ(end_of(*camera).substr(0, 4), "1009");
}

TEST(OneByteFragments, of_a_board_are_not_noticed_by_the_others) {
    DaemonInProcess daemon;
    auto honest = WsClient::open(daemon.port(), "/ws/esp32cam", {{"X-Device-ID", "honest"}});
    auto viewer = WsClient::open(daemon.port(), "/ws/video?camera=honest");
    auto const camera = raw_camera(daemon, "attacker");
    auto const piece = RawFrame{opcode::kContinuation, "x", false}.wire();
    std::string pieces;
    for (std::size_t i = 0; i < 64 * 1024; ++i)
        pieces += piece;
    camera->send_bytes(RawFrame{opcode::kBinary, "x", false}.wire());
    for (std::size_t sent = 1; sent + 64 * 1024 <= kMebibyte; sent += 64 * 1024) {
        camera->send_bytes(pieces);
        ASSERT_TRUE(answers(*camera)) << sent;
        auto const frame = as_text(tiny_jpeg(320, 240, 2000, static_cast<std::uint32_t>(sent)));
        honest.send_binary(frame);
        ASSERT_TRUE(viewer.receive_binary() == frame) << "the viewer got another frame, or none";
    }
}

class UnfinishedUpload : public testing::Test {
protected:
    void begin(std::size_t size) {
        upload_.send("POST /upload_photo HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(daemon_.port()) +
                     "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: " + std::to_string(size) +
                     "\r\n\r\n");
        settle();
    }
    /// The daemon has read what was sent, by now.
    void settle() {
        daemon_.let_beat();
        EXPECT_EQ(http_get(daemon_.port(), "/livez").status, 200);
        daemon_.let_beat();
    }

    DaemonInProcess daemon_;
    RawConnection upload_{daemon_.port()};
};

TEST_F(UnfinishedUpload, may_take_a_minute_while_it_comes_along) {
    begin(60 * 4096);
    for (int second = 0; second < 60; second += 5) {
        upload_.send(std::string(5 * 4096, 'x'));
        settle();
        ASSERT_FALSE(upload_.closed()) << second;
        daemon_.advance(5s);
    }
    EXPECT_NE(upload_.receive_until("\r\n").find(" 400 "), std::string::npos) << "it is no form, and was read whole";
}

TEST_F(UnfinishedUpload, that_does_not_go_on_ends_after_ten_seconds) {
    begin(100'000);
    upload_.send("x");
    settle();
    daemon_.advance(9s);
    settle();
    ASSERT_FALSE(upload_.closed());
    daemon_.advance(1100ms);
    EXPECT_EQ(upload_.receive_all(), "");
    EXPECT_TRUE(upload_.closed());
}

} // namespace
} // namespace watchpost::test
