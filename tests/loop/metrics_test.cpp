// Every metric that CONVENTIONS names moves when that happens which it counts; and the page stays one that can be read.

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/eventually.hpp"
#include "support/fake_pico.hpp"
#include "support/lab_certificate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <sstream>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

class Metrics : public testing::Test {
protected:
    /// Does not wait for the acknowledgement, which would come with the time that stands still here.
    WsClient dial(std::string const& id) {
        auto camera = WsClient::open(daemon_.port(), "/ws/esp32cam", {{"X-Device-ID", id}});
        camera.send_text(R"({"type":"connection","device":"ESP32CAM"})");
        return camera;
    }
    double value(std::string const& name) const { return metric(daemon_.port(), name); }
    /// What happened is on the page as soon as the daemon knows it.
    void expect_value(std::string const& name, std::function<bool(double)> const& right) {
        EXPECT_TRUE(eventually([&] { return right(value(name)); })) << name << " is " << value(name);
    }
    void expect_value(std::string const& name, double wanted) {
        expect_value(name, [wanted](double seen) { return seen == wanted; });
    }
    void take_photo_of(WsClient& camera) {
        http(daemon_.port(), "POST", "/api/v1/devices/porch/actions", {{"Content-Type", "application/json"}},
             R"({"action":"capture_photo"})");
        ASSERT_TRUE(camera.receive_text_with("capture_photo"));
        camera.send_text(R"({"type":"photo_data","size":4000,"quality":80})");
        camera.send_binary(as_text(jpeg_of_size(4'000)));
    }

    DaemonInProcess daemon_;
};

TEST_F(Metrics, move_when_that_happens_which_they_count) {
    auto camera = dial("porch");
    expect_value(R"(watchpost_device_connected{device="porch",kind="esp32cam"})", 1);

    auto viewer = WsClient::open(daemon_.port(), "/ws/video?camera=porch");
    expect_value("watchpost_viewers", 1);
    camera.send_binary(as_text(jpeg_of_size(5'000)));
    ASSERT_TRUE(viewer.receive_binary());
    expect_value(R"(watchpost_device_frames_received_total{device="porch",kind="esp32cam"})", 1);
    expect_value(R"(watchpost_device_received_bytes_total{device="porch",kind="esp32cam"})",
                 [](double seen) { return seen >= 5'000; });
    expect_value("watchpost_viewer_frames_sent_total", 1);
    expect_value("watchpost_frame_age_seconds_count", 1);
    EXPECT_EQ(value(R"(watchpost_viewer_frames_dropped_total{reason="newer_frame"})"), 0);

    camera.send_text(R"({"type":"heartbeat","timestamp":1000,"memory":123456,"rssi":-71})");
    expect_value(R"(watchpost_device_rssi_dbm{device="porch",kind="esp32cam"})", -71);
    expect_value(R"(watchpost_device_memory_free_bytes{device="porch",kind="esp32cam"})", 123'456);

    camera.send_text("no JSON");
    expect_value(R"(watchpost_invalid_messages_total{endpoint="/ws/esp32cam"})", 1);
    camera.send_binary("no picture");
    expect_value(R"(watchpost_device_frames_refused_total{device="porch",kind="esp32cam"})", 1);

    take_photo_of(camera);
    expect_value("watchpost_storage_used_bytes", [](double seen) { return seen >= 4'000; });
    expect_value(R"(watchpost_command_ack_seconds_count{device="porch",kind="esp32cam"})", 1);
    EXPECT_GT(value("watchpost_storage_limit_bytes"), 0);
    EXPECT_EQ(value("watchpost_storage_writable"), 1);
    EXPECT_GT(value("watchpost_storage_free_ratio"), 0);

    camera.close();
    expect_value(R"(watchpost_connections_closed_total{endpoint="/ws/esp32cam",reason="peer_closed",routine="true"})",
                 1);
    expect_value(R"(watchpost_device_connected{device="porch",kind="esp32cam"})", 0);
    auto again = dial("porch");
    expect_value(R"(watchpost_device_reconnects_total{device="porch",kind="esp32cam",reason="peer_closed"})", 1);
    auto third = dial("porch");
    expect_value(R"(watchpost_device_reconnects_total{device="porch",kind="esp32cam",reason="takeover"})", 1);

    third.send_text(R"({"type":"heartbeat","timestamp":90000,"memory":7777})");
    expect_value(R"(watchpost_device_memory_free_bytes{device="porch",kind="esp32cam"})", 7'777);
    daemon_.advance(20s);
    daemon_.let_beat();
    third.send_text(R"({"type":"heartbeat","timestamp":100})");
    expect_value(R"(watchpost_device_restarts_total{device="porch",kind="esp32cam"})", 1);
    expect_value(R"(watchpost_device_newest_frame_age_seconds{device="porch",kind="esp32cam"})", 20);

    RawConnection stranger{daemon_.port()}; // is answered late, so that a board that retries has to wait
    stranger.send("GET /ws/pico HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.7\r\nUpgrade: websocket\r\n"
                  "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    expect_value(R"(watchpost_refusals_total{reason="no_credential"})", 1);
}

TEST_F(Metrics, tell_what_a_viewer_missed) {
    auto camera = dial("porch");
    auto const slow = WsClient::open(daemon_.port(), "/ws/video?camera=porch"); // reads nothing
    auto const frame = as_text(jpeg_of_size(500'000));
    expect_value(R"(watchpost_viewer_frames_dropped_total{reason="newer_frame"})", [&](double seen) {
        for (int i = 0; i < 10 && seen == 0; ++i)
            camera.send_binary(frame);
        return seen > 0;
    });
}

TEST_F(Metrics, are_a_page_that_names_each_family_and_each_sample_once) {
    // A camera and a Pico may share a name.
    auto const camera = dial("same");
    FakePico pico{daemon_.port(), "same"};
    http(daemon_.port(), "POST", "/api/v1/devices/same/servo", {{"Content-Type", "application/json"}},
         R"({"pan":100})");
    pico.next_target();
    pico.link.send_bytes(FakePico::ack_frame({100, 90}));
    expect_value(R"(watchpost_command_ack_seconds_count{device="same",kind="pico"})", 1);

    std::istringstream page{http_get(daemon_.port(), "/metrics").body};
    std::set<std::string> seen;
    for (std::string line; std::getline(page, line);) {
        auto const name = line.starts_with("# ") ? line.substr(0, line.find(' ', 7)) : line.substr(0, line.rfind(' '));
        EXPECT_TRUE(seen.insert(name).second) << line;
        EXPECT_EQ(line.find("address="), std::string::npos) << "no metric names a viewer";
    }
    EXPECT_GT(seen.size(), 60U);
}

TEST(MetricsOfAFullDaemon, tell_for_whom_there_was_no_room) {
    settings::Settings settings;
    settings.limits.max_connections = 8; // of which two are kept for boards
    DaemonInProcess daemon{settings};
    std::vector<WsClient> viewers;
    for (int i = 0; i < 6; ++i)
        viewers.push_back(WsClient::open(daemon.port(), "/ws/video?camera=porch"));
    RawConnection silent{daemon.port()};
    daemon.let_beat();
    EXPECT_EQ(http_get(daemon.port(), "/livez").status, 503); // for which the silent one has made room
    EXPECT_EQ(silent.receive_all(), "");
    EXPECT_TRUE(silent.closed());
    daemon.let_beat(); // both are gone
    auto const porch = WsClient::open(daemon.port(), "/ws/esp32cam", {{"X-Device-ID", "porch"}});
    auto const yard = WsClient::open(daemon.port(), "/ws/esp32cam", {{"X-Device-ID", "yard"}});
    EXPECT_TRUE(RawConnection{daemon.port()}.receive_all().starts_with("HTTP/1.1 503 "));
    viewers.clear();
    EXPECT_TRUE(eventually([&] { return http_get(daemon.port(), "/livez").status == 200; }));
    auto const refused = [&](std::string const& reason) {
        return metric(daemon.port(), "watchpost_connections_refused_total{reason=\"" + reason + "\"}");
    };
    // (there may be more: who asked before the viewers were gone)
    EXPECT_GE(refused("made_room"), 1);
    EXPECT_GE(refused("kept_for_boards"), 1);
    EXPECT_GE(refused("all_taken"), 1);
    EXPECT_EQ(refused("address_full"), 0);
}

TEST(MetricsOverTls, tell_when_the_certificate_ends) {
    LabCertificate const certificate;
    settings::Settings settings;
    settings.tls.certificate = certificate.certificate();
    settings.tls.key = certificate.key();
    DaemonInProcess const daemon{settings};
    auto const ends = metric(daemon.port(), "watchpost_tls_certificate_expiry_timestamp_seconds");
    auto const now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    EXPECT_GT(ends, now + 86'400);
    auto const health = get_json(daemon.port(), "/health");
    EXPECT_TRUE(health["checks"].contains("tls:certificate_expiry")) << health;
}

} // namespace
} // namespace watchpost::test
