// How old a picture is, for programs: headers that tell it, and `?max_age=`, which takes no older one.

#include "support/daemon_in_process.hpp"
#include "support/jpeg_builder.hpp"
#include "support/metrics.hpp"
#include "support/ws_client.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

constexpr auto kPicturePaths = {"/snapshot", "/capture", "/?action=snapshot", "/api/v1/cameras/esp32cam/frame.jpeg"};
constexpr auto kStreamPaths = {"/stream", "/esp32_video_feed", "/?action=stream",
                               "/api/v1/cameras/esp32cam/stream.mjpeg"};

std::string with(std::string const& path, std::string const& query) {
    return path + (path.find('?') == std::string::npos ? "?" : "&") + query;
}

class PictureAge : public testing::Test {
protected:
    void publish() {
        auto const bytes = jpeg_of_size(5'000, 800, 600, static_cast<std::uint32_t>(++published_));
        camera_.send_binary({bytes.begin(), bytes.end()});
        ASSERT_TRUE(eventually([this] { return metric(daemon_.port(), kFramesReceived) == published_; }));
    }

    HttpReply get(std::string const& target) const { return http_get(daemon_.port(), target); }

    void ask(RawConnection& player, std::string const& target) const {
        player.send("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(daemon_.port()) + "\r\n\r\n");
    }

    void pass(std::chrono::milliseconds time) {
        daemon_.advance(time);
        daemon_.let_beat();
    }

    DaemonInProcess daemon_;
    WsClient camera_ = WsClient::open(daemon_.port(), "/ws/esp32cam");
    int published_ = 0;
};

TEST_F(PictureAge, stands_in_the_headers_of_a_picture) {
    publish();
    daemon_.advance(2'750ms);
    for (std::string const path : kPicturePaths) {
        auto const reply = get(path);
        EXPECT_EQ(reply.status, 200) << path;
        EXPECT_EQ(reply.header("Age"), "2") << path;
        EXPECT_EQ(reply.header("X-Age-Ms"), "2750") << path;
        EXPECT_FALSE(reply.header("X-Timestamp").empty()) << path;
    }
    publish();
    EXPECT_EQ(get("/snapshot").header("X-Age-Ms"), "0");
}

TEST_F(PictureAge, that_is_too_great_is_503_with_the_reason) {
    publish();
    daemon_.advance(2'500ms);
    for (std::string const path : kPicturePaths) {
        EXPECT_EQ(get(with(path, "max_age=2.5")).status, 200) << path;
        auto const reply = get(with(path, "max_age=2"));
        EXPECT_EQ(reply.status, 503) << path;
        EXPECT_NE(reply.body.find(R"(The newest picture of the camera \"esp32cam\" is 2.5 s old)"), std::string::npos)
            << reply.body;
        EXPECT_EQ(reply.header("Age"), "2") << path;
        EXPECT_EQ(reply.header("Retry-After"), "1") << path;
    }
    for (std::string const path : kStreamPaths)
        EXPECT_EQ(get(with(path, "max_age=2")).status, 503) << path;
    publish();
    EXPECT_EQ(get("/snapshot?max_age=2").status, 200);
}

TEST_F(PictureAge, of_a_camera_that_is_away_is_told_too) {
    publish();
    camera_.close();
    daemon_.advance(240s);
    EXPECT_EQ(get("/snapshot").header("Age"), "240");
    EXPECT_EQ(get("/snapshot?max_age=10").status, 503);
}

TEST_F(PictureAge, is_read_from_the_clock_that_nobody_sets) {
    publish();
    daemon_.jump_wall(-3600s);
    EXPECT_EQ(get("/snapshot").header("X-Age-Ms"), "0");
    daemon_.jump_wall(7200s);
    EXPECT_EQ(get("/snapshot?max_age=1").status, 200);
}

TEST_F(PictureAge, that_cannot_be_one_is_refused_with_what_is_allowed) {
    publish();
    for (std::string const path : {"/snapshot", "/stream"}) {
        for (std::string const value : {"", "0", "-1", "86401", "1s", "nan", "1e3"}) {
            auto const reply = get(path + "?max_age=" + value);
            EXPECT_EQ(reply.status, 400) << path << value;
            EXPECT_NE(reply.body.find(R"(max_age: \")" + value +
                                      R"(\" is not allowed; it must be a number from 0.1 to 86400)"),
                      std::string::npos)
                << reply.body;
        }
    }
    EXPECT_EQ(get("/stream?max_fps=0").status, 400);
}

TEST_F(PictureAge, stands_in_each_part_of_a_stream) {
    publish();
    daemon_.advance(3'200ms);
    RawConnection player{daemon_.port()};
    ask(player, "/stream");
    auto const first = player.receive_until("X-Timestamp: ");
    EXPECT_NE(first.find("Age: 3\r\nX-Age-Ms: 3200\r\n"), std::string::npos) << first;
    player.receive_until("--watchpost-frame\r\n");
    publish();
    auto const second = player.receive_until("X-Timestamp: ");
    EXPECT_NE(second.find("Age: 0\r\nX-Age-Ms: 0\r\n"), std::string::npos) << second;
}

TEST_F(PictureAge, ends_a_stream_that_takes_no_older_picture) {
    publish();
    RawConnection player{daemon_.port()};
    ask(player, "/stream?max_age=5");
    RawConnection patient{daemon_.port()};
    ask(patient, "/stream");
    player.receive_until("--watchpost-frame\r\n");
    patient.receive_until("--watchpost-frame\r\n");
    for (int i = 0; i < 3; ++i) {
        pass(4s);
        publish();
    }
    EXPECT_EQ(metric(daemon_.port(), "watchpost_viewers"), 2);
    pass(5'100ms);
    player.receive_all();
    EXPECT_TRUE(player.closed());
    EXPECT_EQ(metric(daemon_.port(), "watchpost_viewers"), 1);
}

TEST_F(PictureAge, and_max_fps_of_a_stream_leave_out_what_is_more) {
    publish();
    RawConnection player{daemon_.port()};
    ask(player, "/stream?max_fps=1");
    player.receive_until("--watchpost-frame\r\n");
    ASSERT_TRUE(eventually([this] { return metric(daemon_.port(), "watchpost_viewer_frames_sent_total") == 1; }));
    for (int i = 0; i < 30; ++i) { // five a second
        daemon_.advance(200ms);
        publish();
    }
    EXPECT_EQ(metric(daemon_.port(), "watchpost_viewer_frames_sent_total"), 7);
}

} // namespace
} // namespace watchpost::test
