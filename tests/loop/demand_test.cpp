// A camera that nobody watches is asked for fewer pictures, where its firmware understands that.

#include "support/daemon_in_process.hpp"
#include "support/jpeg_builder.hpp"
#include "support/metrics.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

constexpr auto kOneASecond = R"({"max_fps":1,"type":"stream"})";
constexpr auto kAsOftenAsItCan = R"({"type":"stream"})";

class Demand : public testing::Test {
protected:
    void publish() {
        auto const bytes = jpeg_of_size(5'000, 320, 240, static_cast<std::uint32_t>(++published_));
        camera_.send_binary({bytes.begin(), bytes.end()});
        ASSERT_TRUE(eventually([this] { return metric(daemon_.port(), kFramesReceived) == published_; }));
    }
    /// The camera says what it is; its welcome is passed over.
    void greet(std::string const& capabilities) {
        camera_.send_text(R"({"type":"connection","device":"ESP32CAM","capabilities":)" + capabilities + "}");
        publish();
        ASSERT_TRUE(camera_.receive_text_with("connection_ack"));
        daemon_.let_beat();
    }
    void pass(std::chrono::milliseconds time) {
        daemon_.advance(time);
        daemon_.let_beat();
    }
    /// What the camera is told next.
    std::string told() {
        auto const message = camera_.receive();
        return message ? message->data : "nothing";
    }
    /// Everything that the daemon had to say until now was told before the answer to this.
    std::string told_before_an_action() {
        http(daemon_.port(), "POST", "/api/v1/devices/esp32cam/actions", {{"Content-Type", "application/json"}},
             R"({"action":"flash_off"})");
        return told();
    }

    DaemonInProcess daemon_;
    WsClient camera_ = WsClient::open(daemon_.port(), "/ws/esp32cam");
    int published_ = 0;
};

TEST_F(Demand, falls_after_five_seconds_without_a_viewer_and_is_back_with_the_first) {
    greet(R"(["stream_rate"])");
    pass(4900ms);
    pass(200ms);
    EXPECT_EQ(told(), kOneASecond);

    auto viewer = WsClient::open(daemon_.port(), "/ws/video");
    EXPECT_TRUE(viewer.receive_binary()) << "the newest, before the camera has sent another";
    EXPECT_EQ(told(), kAsOftenAsItCan);
}

TEST_F(Demand, stays_while_somebody_watches_and_for_five_seconds_after) {
    auto viewer = WsClient::open(daemon_.port(), "/ws/video?camera=esp32cam");
    greet(R"(["stream_rate"])");
    pass(10s);
    viewer.close();
    ASSERT_TRUE(eventually([this] { return metric(daemon_.port(), "watchpost_viewers") == 0; }));
    daemon_.let_beat();
    pass(4900ms);
    EXPECT_NE(told_before_an_action().find("flash_off"), std::string::npos);
    pass(200ms);
    EXPECT_EQ(told(), kOneASecond);
}

TEST_F(Demand, is_not_told_to_a_camera_that_does_not_understand_it) {
    greet(R"(["something_else"])");
    pass(20s);
    EXPECT_NE(told_before_an_action().find("flash_off"), std::string::npos);
}

} // namespace
} // namespace watchpost::test
