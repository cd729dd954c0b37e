// Steering the demo is seen: the picture of the paired camera moves.

#include "support/daemon_process.hpp"
#include "support/http_client.hpp"
#include "support/ws_client.hpp"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

namespace watchpost::test {
namespace {

cv::Mat picture_of(WsClient& viewer) {
    auto const jpeg = viewer.receive_binary();
    if (!jpeg) return {};
    std::vector<unsigned char> const bytes(jpeg->begin(), jpeg->end());
    return cv::imdecode(bytes, cv::IMREAD_GRAYSCALE);
}

/// How much two pictures differ on average, in grey levels of 255.
double difference(cv::Mat const& a, cv::Mat const& b) {
    cv::Mat distance;
    cv::absdiff(a, b, distance);
    return cv::mean(distance)[0];
}

TEST(Steering, MovesThePictureOfTheDemo) {
    DaemonProcess demo{{"--cameras", "1", "--picos", "1", "--move-speed", "50"}, {}, "demo"};
    auto dashboard = WsClient::open(demo.port(), "/ws");
    auto viewer = WsClient::open(demo.port(), "/ws/video");
    ASSERT_TRUE(dashboard.receive_text_with(R"("servo1_angle":90)"));
    auto const before = picture_of(viewer);
    auto const still = picture_of(viewer);
    ASSERT_FALSE(before.empty() || still.empty());

    auto const reply = http(demo.port(), "POST", "/api/v1/devices/sim-pico-1/servo",
                            {{"Content-Type", "application/json"}}, R"({"pan":140,"tilt":70})");
    ASSERT_EQ(reply.status, 202) << reply.body;
    auto const status = dashboard.receive_text_with(R"("servo1_angle":140)");
    ASSERT_TRUE(status);
    EXPECT_NE(status->find(R"("servo2_angle":70)"), std::string::npos);

    // The scene has a car and clouds that move by themselves; a turn of 50 degrees moves everything.
    cv::Mat after;
    for (int i = 0; i < 100 && (after.empty() || difference(before, after) < 5 * difference(before, still)); ++i)
        after = picture_of(viewer);
    ASSERT_FALSE(after.empty());
    EXPECT_GT(difference(before, after), 5 * difference(before, still));
}

} // namespace
} // namespace watchpost::test
