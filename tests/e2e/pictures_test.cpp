// How one gets at the pictures: over HTTP as other tools expect it (CONVENTIONS.md), and as a viewer on /ws/video.

#include "support/daemon_api.hpp"
#include "support/daemon_process.hpp"
#include "support/eventually.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kBoundary = "--watchpost-frame\r\n";

class Pictures : public testing::Test {
protected:
    DaemonProcess daemon_;
    unsigned short const port_ = daemon_.port();
    std::string const first_ = as_text(tiny_jpeg(320, 240, 500, 1));
    std::string const second_ = as_text(tiny_jpeg(320, 240, 700, 2));

    void wait_for_frames(std::string const& id, int count) {
        ASSERT_TRUE(eventually([&] { return device(port_, id)["frames_received"] == count; }));
    }
};

TEST_F(Pictures, SnapshotIsTheNewestFrameUnderEveryName) {
    auto camera = open_camera(port_, "porch");
    for (auto const* target : {"/api/v1/cameras/porch/frame.jpeg", "/snapshot", "/capture", "/?action=snapshot",
                               "/api/v1/cameras/porch/stream.mjpeg", "/stream"}) {
        auto const early = http_get(port_, target);
        EXPECT_EQ(early.status, 503) << target;
        EXPECT_FALSE(early.header("Retry-After").empty()) << target;
        EXPECT_EQ(early.header("Content-Type"), "application/problem+json") << target;
    }
    camera.send_binary(first_);
    camera.send_binary(second_);
    wait_for_frames("porch", 2);
    for (auto const* target : {"/api/v1/cameras/porch/frame.jpeg", "/snapshot", "/capture", "/?action=snapshot"}) {
        auto const reply = http_get(port_, target);
        EXPECT_EQ(reply.status, 200) << target;
        EXPECT_EQ(reply.header("Content-Type"), "image/jpeg") << target;
        EXPECT_EQ(reply.header("Cache-Control"), "no-store, no-cache, must-revalidate") << target;
        EXPECT_EQ(reply.header("X-Timestamp").size(), std::string("1795000000.123456").size()) << target;
        EXPECT_TRUE(reply.body == second_) << target;
        auto const head = http(port_, "HEAD", target);
        EXPECT_EQ(head.header("Content-Length"), std::to_string(second_.size())) << target;
        EXPECT_EQ(head.body, "") << target;
    }
}

TEST_F(Pictures, DefaultCameraIsTheOneThatIsOnlineLongest) {
    EXPECT_EQ(http_get(port_, "/snapshot").status, 503); // there is none at all
    auto older = open_camera(port_, "older");
    auto newer = open_camera(port_, "newer");
    newer.send_binary(second_);
    older.send_binary(first_);
    wait_for_frames("older", 1);
    wait_for_frames("newer", 1);
    EXPECT_TRUE(http_get(port_, "/snapshot").body == first_);
    older.vanish();
    ASSERT_TRUE(eventually([&] { return device(port_, "older")["online"] == false; }));
    EXPECT_TRUE(http_get(port_, "/snapshot").body == second_);
    EXPECT_TRUE(http_get(port_, "/api/v1/cameras/older/frame.jpeg").body == first_);
}

/// One part, from its headers to the boundary that follows; what is wrong with it otherwise.
std::string problem_with_part(std::string const& part, std::string const& jpeg) {
    auto const head = part.substr(0, part.find("\r\n\r\n") + 4);
    if (head.find("Content-Type: image/jpeg\r\n") == std::string::npos) return "no type in " + head;
    if (head.find("Content-Length: " + std::to_string(jpeg.size()) + "\r\n") == std::string::npos)
        return "no length in " + head;
    auto const stamp = head.find("X-Timestamp: ");
    if (stamp == std::string::npos || head[head.find("\r\n", stamp) - 7] != '.') return "no time in " + head;
    if (part.substr(head.size()) != jpeg + "\r\n" + std::string(kBoundary)) return "another body";
    return "";
}

TEST_F(Pictures, MjpegIsWhatBrowsersAndToolsExpect) {
    auto camera = open_camera(port_, "porch");
    camera.send_binary(first_);
    wait_for_frames("porch", 1);
    for (auto const* target :
         {"/api/v1/cameras/porch/stream.mjpeg", "/stream", "/esp32_video_feed", "/?action=stream"}) {
        RawConnection player{port_};
        player.send("GET " + std::string(target) + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) +
                    "\r\n\r\n");
        auto const end_of = [&](std::string const& jpeg) { return jpeg + "\r\n" + std::string(kBoundary); };

        // The newest frame comes at once, and the next boundary right behind it.
        auto const begin = player.receive_until(end_of(first_));
        auto const split = begin.find("\r\n\r\n") + 4;
        auto const head = begin.substr(0, split);
        EXPECT_TRUE(head.starts_with("HTTP/1.1 200 OK\r\n")) << head;
        for (auto const* line :
             {"\r\nContent-Type: multipart/x-mixed-replace;boundary=watchpost-frame\r\n",
              "\r\nCache-Control: no-store, no-cache, must-revalidate\r\n", "\r\nX-Accel-Buffering: no\r\n"})
            EXPECT_NE(head.find(line), std::string::npos) << line << head;
        auto const body = begin.substr(split);
        ASSERT_TRUE(body.starts_with(kBoundary)) << body.substr(0, 40);
        EXPECT_EQ(problem_with_part(body.substr(kBoundary.size()), first_), "") << target;

        camera.send_binary(second_);
        EXPECT_EQ(problem_with_part(player.receive_until(end_of(second_)), second_), "") << target;
        camera.send_binary(first_);
        EXPECT_EQ(problem_with_part(player.receive_until(end_of(first_)), first_), "") << target;
    }
    // A player that goes away is no longer counted.
    EXPECT_TRUE(eventually([&] { return device(port_, "porch")["viewers"] == 0; }));
}

TEST_F(Pictures, NewViewerSeesTheNewestFrameAtOnce) {
    auto camera = open_camera(port_, "porch");
    camera.send_binary(first_);
    camera.send_binary(second_);
    wait_for_frames("porch", 2);
    for (auto const* target : {"/ws/video", "/ws/video?camera=porch"}) {
        auto viewer = WsClient::open(port_, target);
        EXPECT_TRUE(viewer.receive_binary() == second_) << target;
        EXPECT_FALSE(viewer.receive(200ms)) << "there is nothing else to see";
    }
}

TEST_F(Pictures, ViewerThatWasThereFirstStartsWhenTheCameraComes) {
    auto any = WsClient::open(port_, "/ws/video");
    auto named = WsClient::open(port_, "/ws/video?camera=porch");
    auto other = WsClient::open(port_, "/ws/video?camera=garden");
    any.send_text(R"({"type":"start_stream"})");
    EXPECT_TRUE(any.receive_text_with("stream_started"));

    auto camera = open_camera(port_, "porch");
    camera.send_binary(first_);
    EXPECT_TRUE(any.receive_binary() == first_);
    EXPECT_TRUE(named.receive_binary() == first_);

    // And goes on when it comes back.
    camera.vanish();
    ASSERT_TRUE(eventually([&] { return device(port_, "porch")["online"] == false; }));
    auto again = open_camera(port_, "porch");
    again.send_binary(second_);
    EXPECT_TRUE(any.receive_binary() == second_);
    EXPECT_TRUE(named.receive_binary() == second_);
    EXPECT_FALSE(other.receive(200ms)) << "that was another camera's frame";
}

TEST_F(Pictures, FrameIsNeverSentToADashboard) {
    auto dashboard = WsClient::open(port_, "/ws");
    auto camera = open_camera(port_, "porch");
    camera.send_binary(first_);
    wait_for_frames("porch", 1);
    dashboard.send_text(R"({"type":"start_stream"})");
    for (bool answered = false; !answered;) {
        auto const message = dashboard.receive();
        ASSERT_TRUE(message);
        EXPECT_TRUE(message->is_text);
        answered = message->data.find("stream_error") != std::string::npos;
    }
}

TEST_F(Pictures, PhotoIsNotAFrame) {
    auto camera = open_camera(port_, "porch");
    auto viewer = WsClient::open(port_, "/ws/video?camera=porch");
    camera.send_text(R"({"type":"photo_data","size":)" + std::to_string(first_.size()) + "}");
    camera.send_binary(first_);
    camera.send_binary(second_);
    EXPECT_TRUE(viewer.receive_binary() == second_);
}

} // namespace
} // namespace watchpost::test
