#include "support/daemon_in_process.hpp"
#include "support/jpeg_builder.hpp"
#include "support/metrics.hpp"
#include "support/raw_ws.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

constexpr auto kSent = "watchpost_viewer_frames_sent_total";
constexpr auto kVideoTooSlow =
    R"(watchpost_connections_closed_total{endpoint="/ws/video",reason="too_slow",routine="false"})";
constexpr auto kTooSlowMjpeg =
    R"(watchpost_connections_closed_total{endpoint="mjpeg",reason="too_slow",routine="false"})";

/// A camera with pictures that are large enough to fill every buffer between the daemon and a viewer who does not read.
class SlowViewer : public testing::Test {
protected:
    double read(std::string const& name) const { return metric(daemon_.port(), name); }

    /// The next picture, once the daemon has passed it on.
    std::string publish() {
        auto const bytes = jpeg_of_size(900'000, 800, 600, static_cast<std::uint32_t>(++published_));
        std::string const jpeg(bytes.begin(), bytes.end());
        camera_.send_binary(jpeg);
        EXPECT_TRUE(eventually([this] { return read(kFramesReceived) == published_; }));
        return jpeg;
    }

    /// Publishes until a viewer misses pictures; the newest.
    std::string fill() {
        std::string newest;
        for (int i = 0; i < 50 && read(kFramesDropped) < 3; ++i)
            newest = publish();
        EXPECT_GE(read(kFramesDropped), 3);
        return newest;
    }

    /// How long the daemon waits before it counts `name`; the kernel may make a little progress at the beginning.
    template <class Each>
    int seconds_until(std::string const& name, Each each) {
        int seconds = 0;
        while (seconds < 30 && read(name) == 0) {
            each();
            daemon_.advance(1s);
            daemon_.let_beat();
            ++seconds;
        }
        return seconds;
    }

    DaemonInProcess daemon_;
    WsClient camera_ = WsClient::open(daemon_.port(), "/ws/esp32cam");
    int published_ = 0;
};

TEST_F(SlowViewer, holds_two_frames_at_most_and_sees_the_newest_when_it_reads_on) {
    RawWs viewer{daemon_.port(), "/ws/video", {}, RawWs::kSmallBuffer};
    auto const newest = fill();

    auto const held = published_ - read(kSent) - read(kFramesDropped);
    EXPECT_EQ(held, 2);

    int frames = 0;
    std::optional<RawWs::Frame> frame;
    do {
        frame = viewer.frame_of(2);
        ++frames;
    } while (frame && frame->payload != newest);
    ASSERT_TRUE(frame);
    EXPECT_EQ(frames, published_ - read(kFramesDropped));
}

TEST_F(SlowViewer, is_closed_with_1008_after_ten_seconds_without_progress) {
    RawWs viewer{daemon_.port(), "/ws/video", {}, RawWs::kSmallBuffer};
    fill();

    auto const seconds = seconds_until(kVideoTooSlow, [&viewer] { viewer.send(10, ""); });

    EXPECT_GE(seconds, 10);
    EXPECT_LE(seconds, 18);

    EXPECT_EQ(read("watchpost_viewers"), 0);
    auto const close = viewer.frame_of(8);
    ASSERT_TRUE(close);
    EXPECT_EQ(close_code_of(*close), 1008);
}

TEST_F(SlowViewer, that_takes_a_little_now_and_then_stays) {
    RawWs viewer{daemon_.port(), "/ws/video", {}, RawWs::kSmallBuffer};
    fill();
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(viewer.frame_of(2));
        daemon_.let_beat();
        viewer.send(10, "");
        daemon_.advance(9s);
        daemon_.let_beat();
        publish();
    }
    EXPECT_EQ(read(kVideoTooSlow), 0);
}

TEST_F(SlowViewer, is_not_noticed_by_the_others) {
    RawWs stalled{daemon_.port(), "/ws/video", {}, RawWs::kSmallBuffer};
    auto other = WsClient::open(daemon_.port(), "/ws/video");
    auto dashboard = WsClient::open(daemon_.port(), "/ws");
    for (int i = 0; i < 50 && read(kFramesDropped) < 3; ++i) {
        auto const jpeg = publish();
        auto const seen = other.receive_binary();
        ASSERT_TRUE(seen);
        EXPECT_TRUE(*seen == jpeg) << "another picture than the newest";
        dashboard.send_text(R"({"type":"ping"})");
        EXPECT_TRUE(dashboard.receive_text_with("pong"));
    }
    EXPECT_GE(read(kFramesDropped), 3);
}

TEST_F(SlowViewer, of_mjpeg_is_dropped_after_ten_seconds_too) {
    publish();
    RawConnection viewer{daemon_.port()};
    viewer.send("GET /stream HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(daemon_.port()) + "\r\n\r\n");
    ASSERT_TRUE(eventually([this] { return read("watchpost_viewers") == 1; }));
    fill();

    auto const seconds = seconds_until(kTooSlowMjpeg, [] {});

    EXPECT_GE(seconds, 10);
    EXPECT_LE(seconds, 18);
    EXPECT_EQ(read("watchpost_viewers"), 0);
}

} // namespace
} // namespace watchpost::test
