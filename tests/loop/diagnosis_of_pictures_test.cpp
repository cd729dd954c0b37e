// Faults of pictures, each as a board really causes it on the wire, and the first thing that the link doctor says then.

#include "support/field_fault.hpp"
#include "support/lab_certificate.hpp"
#include "support/metrics.hpp"
#include "support/tls_tunnel.hpp"

#include <gmock/gmock.h>

namespace watchpost::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

/// A camera whose pictures somebody watches.
class WatchedFault : public FieldFault {
protected:
    WatchedFault() { come(); }

    void send(Bytes const& picture) { board_->send(opcode::kBinary, as_text(picture)); }
    void expect_shown(Bytes const& picture) {
        auto const shown = viewer_.receive_binary();
        ASSERT_TRUE(shown);
        EXPECT_TRUE(*shown == as_text(picture)) << "byte for byte";
    }
    std::vector<std::string> codes() const {
        std::vector<std::string> all;
        auto const told = diagnosis(daemon_.port(), kCamera);
        for (auto const& finding : told["findings"])
            all.push_back(finding["code"]);
        return all;
    }
    std::string summary() const { return diagnosis(daemon_.port(), kCamera)["summary"]; }
    std::string snapshot() const {
        return http_get(daemon_.port(), "/api/v1/cameras/" + std::string(kCamera) + "/frame.jpeg").body;
    }

    WsClient viewer_ = WsClient::open(daemon_.port(), "/ws/video?camera=" + std::string(kCamera));
};

TEST_F(FieldFault, data_out_of_step) {
    come();
    hello();
    for (int i = 0; i < 3; ++i)
        board_->send(opcode::kBinary, "the rest of a picture that began somewhere else" + std::to_string(i));
    ASSERT_TRUE(board_->frame_of(opcode::kClose));
    expect_first("out_of_step");
}

TEST_F(FieldFault, bytes_that_are_no_websocket_in_the_middle) {
    come();
    send_frame();
    board_->send_bytes("\x03\x7F\x12\x34 garbage");
    ASSERT_TRUE(board_->frame_of(opcode::kClose));
    expect_first("out_of_step");
}

TEST_F(FieldFault, a_slow_network) {
    come();
    for (int i = 0; i < 6; ++i)
        send_frame(900ms);
    expect_first("slow_wifi");
}

TEST_F(FieldFault, a_camera_that_is_there_and_sends_no_picture_any_more) {
    come();
    for (int i = 0; i < 12; ++i)
        send_frame(100ms);
    live(40s);
    expect_first("no_pictures");
}

TEST_F(FieldFault, a_picture_that_is_larger_than_allowed) {
    come();
    hello();
    board_->send_bytes(std::string("\x82\xFF\0\0\0\0\0\x40\0\0\0\0\0\0", 14));
    ASSERT_TRUE(board_->frame_of(opcode::kClose));
    expect_first("too_big");
}

/// arduino-esp32 2.x: of each picture the first 16,384 bytes go out, the rest never does, and the next message follows.
TEST(FieldFaultOverTls, pictures_cut_at_16_kilobytes) {
    LabCertificate const certificate;
    auto settings = two_boards();
    settings.tls.certificate = certificate.certificate();
    settings.tls.key = certificate.key();
    DaemonInProcess const daemon{settings};
    TlsTunnel const tunnel{daemon.tls_port(), certificate.certificate()};
    RawWs board{tunnel.port(), "/ws/esp32cam", {{"Authorization", "Bearer " + std::string(kCameraToken)}}};
    auto const jpeg = as_text(jpeg_of_size(40'000));
    auto const announced =
        RawWs::encode(opcode::kText, R"({"type":"frame","size":40000,"timestamp":2000,"device":"ESP32CAM"})");
    constexpr std::size_t header = 8;
    for (int i = 0; i < 8; ++i)
        board.send_bytes(announced + RawWs::encode(opcode::kBinary, jpeg).substr(0, header + 16'384));
    expect_first_finding(daemon.port(), kCamera, "frames_cut_at_16k");
}

/// The same bytes over a plain link have another cause.
TEST_F(FieldFault, pictures_cut_at_16_kilobytes_on_a_plain_link_are_not_blamed_on_wss) {
    come();
    auto const jpeg = as_text(jpeg_of_size(40'000));
    auto const announced =
        RawWs::encode(opcode::kText, R"({"type":"frame","size":40000,"timestamp":2000,"device":"ESP32CAM"})");
    for (int i = 0; i < 8; ++i)
        board_->send_bytes(announced + RawWs::encode(opcode::kBinary, jpeg).substr(0, 8 + 16'384));
    expect_first("out_of_step");
    auto const told = diagnosis(daemon_.port(), kCamera).dump();
    EXPECT_THAT(told, Not(HasSubstr("wss")));
    EXPECT_THAT(told, Not(HasSubstr("frames_cut_at_16k")));
}

TEST_F(WatchedFault, bytes_behind_the_end_of_a_picture) {
    std::uint32_t seed = 0;
    for (auto const& behind : {Bytes(1, 7), Bytes(513, 0xD9), Bytes(8'000, 0), tiny_jpeg(640, 480)}) {
        auto const picture = tiny_jpeg(320, 240, 20'000, ++seed);
        auto bytes = picture;
        bytes.insert(bytes.end(), behind.begin(), behind.end());
        announce(bytes.size());
        send(bytes);
        expect_shown(picture);
        EXPECT_TRUE(snapshot() == as_text(picture));
    }
    expect_first("extra_bytes");
    EXPECT_THAT(summary(), HasSubstr("Four pictures"));
    EXPECT_THAT(codes(), testing::ElementsAre("extra_bytes"));
    EXPECT_EQ(metric(daemon_.port(), R"(watchpost_pictures_trimmed_total{endpoint="/ws/esp32cam"})"), 4);
    EXPECT_EQ(device(daemon_.port(), kCamera)["frames_refused"], 0);
}

TEST_F(WatchedFault, fill_bytes_before_a_picture) {
    auto const picture = tiny_jpeg(320, 240, 20'000);
    Bytes bytes(3, 0xFF);
    bytes.insert(bytes.end(), picture.begin(), picture.end());
    send(bytes);
    expect_shown(picture);
    expect_first("extra_bytes");
    EXPECT_THAT(summary(), HasSubstr("3 bytes before the beginning"));
}

TEST_F(WatchedFault, bytes_that_belong_to_pictures_are_no_fault) {
    auto const picture = tiny_jpeg(320, 240, 20'000);
    send(picture);
    expect_shown(picture);
    expect_first("");
}

TEST_F(WatchedFault, pictures_without_huffman_tables) {
    JpegPlan plan;
    plan.huffman_tables = {};
    send(build_jpeg(plan));
    expect_shown(build_jpeg(plan));
    expect_first("no_huffman_tables");
    EXPECT_THAT(summary(), HasSubstr("Safari"));
}

TEST_F(WatchedFault, pictures_that_come_in_pieces) {
    for (std::size_t const piece : {20'000, 4'096, 512}) {
        auto const picture = as_text(tiny_jpeg(320, 240, 30'000));
        announce(picture.size());
        for (std::size_t at = 0; at < picture.size(); at += piece)
            board_->send(opcode::kBinary, picture.substr(at, piece));
    }
    settle();
    EXPECT_TRUE(is_online());
    expect_first("picture_in_pieces");
    EXPECT_THAT(codes(), testing::ElementsAre("picture_in_pieces"));
    auto const sound = tiny_jpeg(320, 240, 500);
    send(sound);
    expect_shown(sound);
}

TEST_F(WatchedFault, cut_pictures_are_not_called_pieces) {
    auto cut = tiny_jpeg(320, 240, 20'000);
    cut.resize(9'000);
    for (int i = 0; i < 2; ++i)
        send(cut);
    settle();
    EXPECT_THAT(codes(), Not(Contains("picture_in_pieces")));
    send(tiny_jpeg(320, 240));
    send(cut);
    board_->send(opcode::kBinary, std::string(300, '\xFF') + "noise that no picture goes on with");
    settle();
    EXPECT_THAT(codes(), Not(Contains("picture_in_pieces")));
}

TEST_F(WatchedFault, pictures_as_base64_in_a_text) {
    std::string const base64 = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB";
    for (auto const& text :
         {base64, R"({"type":"frame","data":")" + base64 + R"("})", "data:image/jpeg;base64," + base64})
        say(text);
    settle();
    expect_first("picture_in_text");
    EXPECT_THAT(codes(), testing::ElementsAre("picture_in_text"));
    EXPECT_TRUE(is_online());
    EXPECT_EQ(metric(daemon_.port(), R"(watchpost_invalid_messages_total{endpoint="/ws/esp32cam"})"), 3);
}

TEST_F(WatchedFault, texts_that_are_too_big_are_not_taken_for_pictures) {
    for (int i = 0; i < 3; ++i) {
        say(R"({"type":"log","message":")" + std::string(20'000, 'x') + R"("})");
        ASSERT_TRUE(board_->frame_of(opcode::kClose));
        wait_until_away();
        come();
        hello();
        settle();
    }
    EXPECT_THAT(codes(), Contains("too_big_texts"));
    EXPECT_THAT(codes(), Not(Contains("too_big")));
}

} // namespace
} // namespace watchpost::test
