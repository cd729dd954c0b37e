// A viewer that says what it has painted, and gets no more pictures than it can paint; and viewers that want few.

#include "support/daemon_in_process.hpp"
#include "support/jpeg_builder.hpp"
#include "support/lab_certificate.hpp"
#include "support/metrics.hpp"
#include "support/tls_tunnel.hpp"
#include "support/ws_client.hpp"

#include <watchpost/json/json.hpp>

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

constexpr auto kSentFrames = "watchpost_viewer_frames_sent_total";

/// The plain port is served by our own engine, the one with TLS by Beast's.
enum class Door { plain, tls };

class FrameWindow : public testing::TestWithParam<Door> {
protected:
    settings::Settings settings() const {
        settings::Settings settings;
        if (GetParam() == Door::plain) return settings;
        settings.tls.certificate = certificate_.certificate();
        settings.tls.key = certificate_.key();
        return settings;
    }

    WsClient view(std::string const& query) {
        if (GetParam() == Door::plain) return WsClient::open(daemon_.port(), "/ws/video" + query);
        if (!tunnel_) tunnel_.emplace(daemon_.tls_port(), certificate_.certificate());
        Headers const host{{"Host", "127.0.0.1:" + std::to_string(daemon_.tls_port())}};
        return WsClient::open(tunnel_->port(), "/ws/video" + query, host);
    }

    double read(std::string const& name) const { return metric(daemon_.port(), name); }

    /// The next picture, once the daemon has passed it on.
    std::string publish() {
        auto const bytes = jpeg_of_size(5'000, 800, 600, static_cast<std::uint32_t>(++published_));
        std::string const jpeg(bytes.begin(), bytes.end());
        camera_.send_binary(jpeg);
        EXPECT_TRUE(eventually([this] { return read(kFramesReceived) == published_; }));
        return jpeg;
    }

    static std::string painted(int number, std::string const& more = "") {
        return R"({"type":"painted","frame":)" + std::to_string(number) + more + "}";
    }

    /// Nothing but this comes before the answer to a ping that is sent now.
    static void expect_no_picture(WsClient& viewer) {
        viewer.send_text(R"({"type":"ping"})");
        for (auto next = viewer.receive(); next; next = viewer.receive()) {
            EXPECT_TRUE(next->is_text) << "a picture that nobody asked for";
            if (!next->is_text || next->data.find("pong") != std::string::npos) return;
        }
        FAIL() << "no pong";
    }

    static void expect_picture(WsClient& viewer, std::string const& jpeg) {
        auto const seen = viewer.receive_binary();
        ASSERT_TRUE(seen);
        EXPECT_TRUE(*seen == jpeg) << "another picture";
    }

    void pass(std::chrono::milliseconds time) {
        daemon_.advance(time);
        daemon_.let_beat();
    }

    LabCertificate certificate_;
    DaemonInProcess daemon_{settings()};
    std::optional<TlsTunnel> tunnel_;
    WsClient camera_ = WsClient::open(daemon_.port(), "/ws/esp32cam");
    int published_ = 0;
};

TEST_P(FrameWindow, lets_two_pictures_go_beyond_the_last_that_was_painted) {
    auto viewer = view("?window=2");
    auto const first = publish();
    auto const second = publish();
    publish();
    publish();
    expect_picture(viewer, first);
    expect_picture(viewer, second);
    expect_no_picture(viewer);
    EXPECT_EQ(read(kSentFrames), 2);
}

TEST_P(FrameWindow, gives_the_newest_for_what_was_painted_and_no_old_one) {
    auto viewer = view("?window=2");
    for (int i = 0; i < 5; ++i)
        publish();
    auto const newest = publish();
    viewer.send_text(painted(1));
    ASSERT_TRUE(viewer.receive_binary());
    ASSERT_TRUE(viewer.receive_binary());
    expect_picture(viewer, newest);
    expect_no_picture(viewer);
    EXPECT_EQ(read(kFramesDropped), 3); // the third to the fifth
}

TEST_P(FrameWindow, gives_nothing_twice_and_the_next_picture_at_once) {
    auto viewer = view("?window=2");
    publish();
    publish();
    viewer.send_text(painted(2));
    ASSERT_TRUE(viewer.receive_binary());
    ASSERT_TRUE(viewer.receive_binary());
    expect_no_picture(viewer);
    expect_picture(viewer, publish());
    expect_picture(viewer, publish());
    publish();
    expect_no_picture(viewer);
}

TEST_P(FrameWindow, counts_no_picture_twice_and_none_that_never_went) {
    auto viewer = view("?window=1");
    publish();
    ASSERT_TRUE(viewer.receive_binary());
    publish();
    for (auto const* frame : {"0", "2", "1000000", "-1", "1e300", "null", "\"1\""})
        viewer.send_text(std::string(R"({"type":"painted","frame":)") + frame + "}");
    expect_no_picture(viewer);
    for (int i = 0; i < 5; ++i)
        viewer.send_text(painted(1));
    ASSERT_TRUE(viewer.receive_binary());
    publish();
    expect_no_picture(viewer);
}

TEST_P(FrameWindow, is_told_the_age_without_a_picture_while_it_wants_none) {
    auto viewer = view("?window=1");
    publish();
    ASSERT_TRUE(viewer.receive_binary());
    publish();
    viewer.send_text(painted(1, R"(,"want":0)"));
    ASSERT_TRUE(viewer.receive_text_with(R"("age")"));
    expect_no_picture(viewer);
    auto const newest = publish();
    viewer.send_text(painted(1, R"(,"want":9)"));
    auto const next = viewer.receive();
    ASSERT_TRUE(next);
    EXPECT_TRUE(next->data == newest) << "a second word on the first picture, or another one";
    publish();
    expect_no_picture(viewer);
}

TEST_P(FrameWindow, that_stays_full_closes_nobody) {
    auto viewer = view("?window=2");
    publish();
    publish();
    auto const newest = publish();
    ASSERT_TRUE(viewer.receive_binary());
    ASSERT_TRUE(viewer.receive_binary());
    for (int i = 0; i < 60; ++i) { // five minutes, in which the browser itself answers what we ping
        viewer.send_text(R"({"type":"ping"})");
        ASSERT_TRUE(viewer.receive_text_with("pong"));
        pass(5s);
    }
    EXPECT_EQ(read(R"(watchpost_connections_closed_total{endpoint="/ws/video",reason="too_slow",routine="false"})"), 0);
    viewer.send_text(painted(2));
    expect_picture(viewer, newest);
}

TEST_P(FrameWindow, begins_anew_with_each_connection) {
    for (int i = 0; i < 2; ++i) {
        auto viewer = view("?window=1");
        if (published_ == 0) publish();
        ASSERT_TRUE(viewer.receive_binary());
        publish();
        expect_no_picture(viewer);
    }
}

TEST_P(FrameWindow, is_for_those_who_ask_for_it) {
    auto viewer = view("");
    for (int i = 0; i < 5; ++i)
        expect_picture(viewer, publish());
}

TEST_P(FrameWindow, max_fps_leaves_out_what_is_more) {
    auto viewer = view("?max_fps=2");
    for (int i = 0; i < 40; ++i) { // ten a second
        publish();
        daemon_.advance(100ms);
    }
    // Each that comes is the one that was newest when it was due: the first, and then one in five.
    EXPECT_EQ(read(kSentFrames), 8);
    EXPECT_EQ(read(kFramesDropped), 0); // it misses nothing that it asked for
    ASSERT_TRUE(viewer.receive_binary());
}

TEST_P(FrameWindow, max_fps_shows_the_last_picture_of_a_camera_that_pauses) {
    auto viewer = view("?max_fps=2");
    expect_picture(viewer, publish());
    publish();
    auto const last = publish();
    expect_no_picture(viewer);
    pass(600ms);
    expect_picture(viewer, last);
}

TEST_P(FrameWindow, with_max_fps_gives_the_newest_once_both_allow_it) {
    auto viewer = view("?window=1&max_fps=2");
    expect_picture(viewer, publish());
    publish();
    viewer.send_text(painted(1));
    expect_no_picture(viewer); // too soon
    pass(400ms);
    publish();
    expect_no_picture(viewer);
    daemon_.advance(100ms);
    expect_picture(viewer, publish());
    daemon_.advance(600ms);
    auto const newest = publish();
    expect_no_picture(viewer); // nothing was painted
    viewer.send_text(painted(2));
    expect_picture(viewer, newest);
}

INSTANTIATE_TEST_SUITE_P(of_both_engines, FrameWindow, testing::Values(Door::plain, Door::tls),
                         [](auto const& name) { return name.param == Door::plain ? "plain" : "tls"; });

TEST(FrameWindowQuery, that_is_wrong_is_refused_with_what_is_allowed) {
    DaemonInProcess const daemon;
    auto const answer = [&daemon](std::string const& query) {
        return http_get(daemon.port(), "/ws/video?" + query,
                        {{"Connection", "Upgrade"},
                         {"Upgrade", "websocket"},
                         {"Sec-WebSocket-Version", "13"},
                         {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}});
    };
    for (std::string const value : {"0", "9", "-1", "two", "2.5", "", "99999999999999999999", "2 "}) {
        auto const refused = answer("window=" + (value == "2 " ? std::string("2%20") : value));
        EXPECT_EQ(refused.status, 400) << value;
        EXPECT_NE(
            refused.body.find(R"(window: \")" + value + R"(\" is not allowed; it must be a whole number from 1 to 8)"),
            std::string::npos)
            << refused.body;
    }
    for (std::string const value : {"0", "0.09", "61", "-1", "nan", "inf", "1e1", ".5", "", "3fps"}) {
        auto const refused = answer("max_fps=" + value);
        EXPECT_EQ(refused.status, 400) << value;
        EXPECT_NE(
            refused.body.find(R"(max_fps: \")" + value + R"(\" is not allowed; it must be a number from 0.1 to 60)"),
            std::string::npos)
            << refused.body;
    }
}

} // namespace
} // namespace watchpost::test
