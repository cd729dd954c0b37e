// How old pictures are when they reach those who watch.

#include "support/daemon_in_process.hpp"
#include "support/jpeg_builder.hpp"
#include "support/metrics.hpp"
#include "support/raw_frames.hpp"
#include "support/raw_ws.hpp"

#include <watchpost/json/json.hpp>

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

constexpr auto kCount = "watchpost_frame_age_seconds_count";
constexpr auto kSum = "watchpost_frame_age_seconds_sum";
constexpr auto kWithin1s = R"(watchpost_frame_age_seconds_bucket{le="1"})";
constexpr auto kWithin2500ms = R"(watchpost_frame_age_seconds_bucket{le="2.5"})";

int count_in(std::string_view text, std::string_view part) {
    int found = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size()))
        ++found;
    return found;
}

class Freshness : public testing::Test {
protected:
    double read(std::string const& name) const { return metric(daemon_.port(), name); }

    void publish(std::size_t size = 900'000) {
        auto const bytes = jpeg_of_size(size, 800, 600, static_cast<std::uint32_t>(++published_));
        camera_.send_binary({bytes.begin(), bytes.end()});
        ASSERT_TRUE(eventually([this] { return read(kFramesReceived) == published_; }));
    }

    /// Publishes until the viewer misses pictures: then it has one half, and one waits.
    void fill() {
        for (int i = 0; i < 50 && read(kFramesDropped) < 1; ++i)
            publish();
        ASSERT_GE(read(kFramesDropped), 1);
    }

    /// The two pictures that a viewer holds become 2 s old before it reads on.
    void expect_two_of_two_seconds(double fresh, std::function<void()> const& read_on) {
        daemon_.advance(2s);
        read_on();
        ASSERT_TRUE(eventually([&] { return read(kCount) == fresh + 2; })) << read(kCount) << " of " << fresh;
        EXPECT_EQ(read(kWithin1s), fresh);
        EXPECT_EQ(read(kWithin2500ms), fresh + 2);
        EXPECT_EQ(read(kSum), 4);
    }

    Json viewers() const { return Json::parse(http_get(daemon_.port(), "/api/v1/status").body).at("viewer_list"); }

    DaemonInProcess daemon_;
    WsClient camera_ = WsClient::open(daemon_.port(), "/ws/esp32cam");
    int published_ = 0;
};

TEST_F(Freshness, of_a_viewer_that_reads_too_late_is_counted_as_it_was) {
    RawWs viewer{daemon_.port(), "/ws/video", {}, RawWs::kSmallBuffer};
    fill();
    expect_two_of_two_seconds(read(kCount), [&] {
        for (auto i = published_ - static_cast<int>(read(kFramesDropped)); i > 0; --i)
            ASSERT_TRUE(viewer.frame_of(2));
    });
}

TEST_F(Freshness, is_counted_for_mjpeg_too) {
    publish();
    RawConnection viewer{daemon_.port()};
    viewer.send("GET /stream HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(daemon_.port()) + "\r\n\r\n");
    ASSERT_TRUE(eventually([this] { return read(kCount) == 1 || read("watchpost_viewers") == 1; }));
    fill();
    expect_two_of_two_seconds(read(kCount), [&] {
        // One boundary before each picture, and one behind the last.
        auto const boundaries = published_ - static_cast<int>(read(kFramesDropped)) + 1;
        std::string all;
        while (count_in(all, "--watchpost-frame\r\n") < boundaries) {
            auto const more = viewer.receive_until("--watchpost-frame\r\n");
            ASSERT_FALSE(more.empty());
            all += more;
        }
    });
}

TEST_F(Freshness, of_each_viewer_stands_in_the_status) {
    auto viewer = WsClient::open(daemon_.port(), "/ws/video?camera=esp32cam");
    for (int i = 0; i < 10; ++i) {
        publish(5'000);
        ASSERT_TRUE(viewer.receive_binary());
    }
    daemon_.advance(1s);

    auto const list = viewers();
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0], (Json{{"camera", "esp32cam"},
                             {"address", "127.0.0.1"},
                             {"fps", 10.0},
                             {"age_ms", 0},
                             {"painted_ms", nullptr},
                             {"dropped", 0}}));

    viewer.close();
    EXPECT_TRUE(eventually([this] { return viewers().empty(); }));
}

TEST_F(Freshness, of_an_mjpeg_viewer_of_the_default_camera_stands_in_the_status) {
    publish(5'000);
    RawConnection viewer{daemon_.port()};
    viewer.send("GET /stream HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(daemon_.port()) + "\r\n\r\n");
    ASSERT_TRUE(eventually([this] { return read(kCount) == 1; }));

    auto const list = viewers();
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list[0].at("camera"), "esp32cam");
    EXPECT_EQ(list[0].at("address"), "127.0.0.1");
    EXPECT_EQ(list[0].at("age_ms"), 0);
}

TEST_F(Freshness, is_told_to_dashboards_each_second_while_somebody_watches) {
    auto dashboard = WsClient::open(daemon_.port(), "/ws");
    auto viewer = WsClient::open(daemon_.port(), "/ws/video");
    daemon_.advance(5s);
    daemon_.let_beat();
    ASSERT_TRUE(dashboard.receive_text_with(R"("address":"127.0.0.1","age_ms":null)"));
    for (int i = 0; i < 3; ++i) {
        publish(5'000);
        ASSERT_TRUE(viewer.receive_binary()) << i;
        daemon_.advance(1s);
        daemon_.let_beat();
        EXPECT_TRUE(dashboard.receive_text_with(R"("type":"status")", 5s)) << i;
    }
}

TEST_F(Freshness, as_painted_counts_from_the_arrival_of_that_picture) {
    auto viewer = WsClient::open(daemon_.port(), "/ws/video");
    publish(5'000);
    daemon_.advance(300ms);
    publish(5'000);
    ASSERT_TRUE(viewer.receive_binary());
    ASSERT_TRUE(viewer.receive_binary());
    daemon_.advance(120ms);

    viewer.send_text(R"({"type":"painted","frame":2})");
    auto const newest = viewer.receive_text_with(R"("age")");
    ASSERT_TRUE(newest);
    EXPECT_EQ(Json::parse(*newest),
              (Json{{"type", "age"}, {"frame", 2}, {"age_ms", 120}, {"fps", 0.0}, {"dropped", 0}}));
    EXPECT_EQ(viewers()[0].at("painted_ms"), 120);

    viewer.send_text(R"({"type":"painted","frame":1})");
    auto const older = viewer.receive_text_with(R"("age")");
    ASSERT_TRUE(older);
    EXPECT_EQ(Json::parse(*older).at("age_ms"), 420);
}

TEST_F(Freshness, as_painted_leaves_out_half_of_the_round_trip) {
    RawWs viewer{daemon_.port(), "/ws/video"};
    daemon_.let_beat();
    daemon_.advance(10s);
    ASSERT_TRUE(viewer.frame_of(9));
    daemon_.advance(80ms);
    viewer.send(10, "");
    viewer.send(1, R"({"type":"ping"})");
    ASSERT_TRUE(viewer.text_with("pong"));

    publish(5'000);
    ASSERT_TRUE(viewer.frame_of(2));
    daemon_.advance(100ms);
    viewer.send(1, R"({"type":"painted","frame":1})");

    auto const age = viewer.text_with(R"("age")");
    ASSERT_TRUE(age);
    EXPECT_EQ(Json::parse(*age).at("age_ms"), 60);
}

TEST_F(Freshness, as_painted_is_not_told_of_a_picture_that_was_never_sent) {
    auto viewer = WsClient::open(daemon_.port(), "/ws/video");
    publish(5'000);
    ASSERT_TRUE(viewer.receive_binary());
    for (auto const* frame : {"0", "2", "-1", "1e300", "18446744073709551616", "\"1\"", "null"})
        viewer.send_text(std::string(R"({"type":"painted","frame":)") + frame + "}");
    viewer.send_text(R"({"type":"ping","id":"after"})");

    auto const next = viewer.receive();
    ASSERT_TRUE(next);
    auto const pong = Json::parse(next->data);
    EXPECT_EQ(pong.at("type"), "pong");
    EXPECT_EQ(pong.at("id"), "after");
    EXPECT_GT(pong.at("server_time").get<double>(), 1'795'000'000 - 1);
}

TEST_F(Freshness, as_painted_is_answered_four_times_a_second_at_most) {
    auto viewer = WsClient::open(daemon_.port(), "/ws/video");
    publish(5'000);
    ASSERT_TRUE(viewer.receive_binary());
    for (int i = 0; i < 20; ++i)
        viewer.send_text(R"({"type":"painted","frame":1})");
    viewer.send_text(R"({"type":"ping"})");

    int answers = 0;
    for (auto next = viewer.receive(); next && next->data.find("pong") == std::string::npos; next = viewer.receive())
        ++answers;
    EXPECT_EQ(answers, 4);
}

} // namespace
} // namespace watchpost::test
