// Every HTTP route of docs/reference.md, and what is not HTTP.

#include "support/daemon_api.hpp"
#include "support/daemon_process.hpp"
#include "support/eventually.hpp"
#include "support/raw_frames.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

class Http : public testing::Test {
protected:
    DaemonProcess daemon_;
    unsigned short const port_ = daemon_.port();
    std::string const host_ = "Host: 127.0.0.1:" + std::to_string(port_) + "\r\n";

    std::string raw(std::string const& request) {
        RawConnection client{port_};
        client.send(request);
        auto answer = client.receive_all();
        EXPECT_TRUE(client.closed()) << answer;
        return answer;
    }

    static void expect_problem(HttpReply const& reply, int status) {
        EXPECT_EQ(reply.status, status) << reply.head;
        EXPECT_EQ(reply.header("Content-Type"), "application/problem+json");
        EXPECT_EQ(reply.header("Connection"), "close");
        auto const body = nlohmann::json::parse(reply.body, nullptr, false);
        ASSERT_TRUE(body.is_object()) << reply.body;
        EXPECT_EQ(body["type"], "about:blank");
        EXPECT_EQ(body["status"], status);
        EXPECT_TRUE(
            reply.head.starts_with("HTTP/1.1 " + std::to_string(status) + " " + body["title"].get<std::string>()))
            << reply.head << reply.body;
        EXPECT_FALSE(body["detail"].get<std::string>().empty());
    }
};

TEST_F(Http, EveryDocumentIsThereAndHeadHasTheSameHeaders) {
    auto const camera = open_camera(port_, "porch");
    for (auto const& [target, type] : {std::pair{"/", "text/html; charset=utf-8"},
                                       {"/css/layout.css", "text/css; charset=utf-8"},
                                       {"/js/i18n.js", "text/javascript; charset=utf-8"},
                                       {"/health", "application/health+json"},
                                       {"/livez", "text/plain; charset=utf-8"},
                                       {"/readyz", "text/plain; charset=utf-8"},
                                       {"/metrics", "text/plain; version=0.0.4; charset=utf-8"},
                                       {"/api/v1/status", "application/json"},
                                       {"/api/v1/devices", "application/json"},
                                       {"/api/v1/events", "application/json"}}) {
        auto const get = http_get(port_, target);
        EXPECT_EQ(get.status, 200) << target;
        EXPECT_EQ(get.header("Content-Type"), type) << target;
        EXPECT_EQ(get.header("Content-Length"), std::to_string(get.body.size())) << target;
        EXPECT_EQ(get.header("X-Content-Type-Options"), "nosniff") << target;
        EXPECT_EQ(get.header("Referrer-Policy"), "no-referrer") << target;
        EXPECT_NE(get.header("Content-Security-Policy").find("default-src 'self'"), std::string::npos) << target;
        auto const head = http(port_, "HEAD", target);
        EXPECT_EQ(head.status, 200) << target;
        EXPECT_EQ(head.header("Content-Type"), type) << target;
        EXPECT_FALSE(head.header("Content-Length").empty()) << target;
        EXPECT_EQ(head.body, "") << target;
    }
    EXPECT_EQ(http_get(port_, "/livez").body, "ok\n");
    EXPECT_EQ(http_get(port_, "/readyz").body, "ready\n");
}

TEST_F(Http, DocumentsSayWhatTheReferenceSays) {
    auto const camera = open_camera(port_, "porch");
    auto const known = device(port_, "porch");
    for (auto const* field : {"id",
                              "kind",
                              "online",
                              "last_seen",
                              "connected_since",
                              "address",
                              "library",
                              "reconnects",
                              "takeovers",
                              "bytes_received",
                              "bytes_per_second",
                              "invalid_messages",
                              "complaints",
                              "rssi_dbm",
                              "memory_free_bytes",
                              "firmware",
                              "frames_received",
                              "frames_refused",
                              "fps",
                              "width",
                              "height",
                              "viewers"})
        EXPECT_TRUE(known.contains(field)) << field;
    auto const status = get_json(port_, "/api/v1/status");
    for (auto const* field :
         {"timestamp", "system_ready", "version", "uptime", "web_clients_count", "active_clients_count", "viewers",
          "default_camera", "device_status", "error_counts", "devices", "devices_more"})
        EXPECT_TRUE(status.contains(field)) << field;
    EXPECT_FALSE(status.contains("type"));
    auto const events = get_json(port_, "/api/v1/events")["events"];
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0]["type"], "device_online");
    auto const health = get_json(port_, "/health");
    EXPECT_EQ(health["status"], "pass");
    EXPECT_EQ(health["checks"]["esp32cam.porch:online"][0]["observedValue"], true);
}

TEST_F(Http, CameraThatIsAwayIsAWarningAndStill200) {
    auto camera = open_camera(port_, "porch");
    ASSERT_TRUE(camera.close());
    ASSERT_TRUE(eventually([&] { return device(port_, "porch")["online"] == false; }));
    auto const reply = http_get(port_, "/health");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(nlohmann::json::parse(reply.body)["status"], "warn");
}

TEST_F(Http, UnchangedFileIsNotSentAgain) {
    auto const etag = http_get(port_, "/").header("ETag");
    ASSERT_FALSE(etag.empty());
    for (auto const& known : {etag, "W/" + etag, "\"other\", " + etag, std::string("*")}) {
        auto const again = http_get(port_, "/", {{"If-None-Match", known}});
        EXPECT_EQ(again.status, 304) << known;
        EXPECT_EQ(again.body, "");
        EXPECT_EQ(again.header("ETag"), etag);
    }
    EXPECT_EQ(http_get(port_, "/", {{"If-None-Match", "\"other\""}}).status, 200);
}

TEST_F(Http, ErrorsAreProblems) {
    for (auto const* target : {"/nothing", "/api/v1/nothing", "/api/v1/cameras/nobody/frame.jpeg",
                               "/api/v1/cameras/nobody/stream.mjpeg", "/js", "/index.htm"})
        expect_problem(http_get(port_, target), 404);
    for (auto const* target : {"/../etc/passwd", "/js/../index.html", "/js//i18n.js", "/%2e%2e/x", "/a%00b", "/%zz",
                               "/?action=dance", "/ws/video?camera=No%20Id"})
        EXPECT_EQ(http_get(port_, target, {{"Upgrade", "x"}}).status / 100, 4) << target;
    expect_problem(http_get(port_, "/js/../index.html"), 400);
    for (auto const* target : {"/ws", "/ws/video", "/ws/pico", "/ws/esp32cam"}) {
        auto const reply = http_get(port_, target);
        // A board's endpoint tells nothing to who may not use it; this one is local.
        expect_problem(reply, 426);
        EXPECT_EQ(reply.header("Upgrade"), "websocket");
    }
    for (auto const* target : {"/", "/health", "/api/v1/devices", "/snapshot", "/js/i18n.js"}) {
        for (auto const* method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
            auto const reply = http(port_, method, target, {}, "{}");
            expect_problem(reply, 405);
            EXPECT_EQ(reply.header("Allow"), "GET, HEAD") << target;
        }
    }
}

TEST_F(Http, WhatIsNotARequestIsRefusedAndTheConnectionClosed) {
    std::string const get = "GET /livez HTTP/1.1\r\n";
    for (auto const& [request, status] : std::vector<std::pair<std::string, int>>{
             {"POST /livez HTTP/1.1\r\n" + host_ + "Transfer-Encoding: gzip\r\n\r\n0\r\n\r\n", 501},
             {get + "\r\n", 400},
             {get + host_ + host_ + "\r\n", 400},
             {get + host_ + "X: " + std::string(9 * 1024, 'x') + "\r\n\r\n", 431},
             {get + host_ + "X: " + std::string(70 * 1024, 'x') + "\r\n\r\n", 431},
             {"GET /" + std::string(2 * 1024, 'x') + " HTTP/1.1\r\n" + host_ + "\r\n", 414},
             {"POST /livez HTTP/1.1\r\n" + host_ + "Content-Length: 16385\r\n\r\n" + std::string(16385, 'x'), 413},
             {"GET livez HTTP/1.1\r\n" + host_ + "\r\n", 400},
             {"GET /livez HTTP/3.0\r\n" + host_ + "\r\n", 505},
             {"\x16\x03\x01\x02 this is TLS\r\n\r\n", 400},
             {get + host_ + "no colon\r\n\r\n", 400}}) {
        auto const answer = raw(request);
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + std::to_string(status) + " "))
            << request.substr(0, 80) << " -> " << answer.substr(0, 80);
        EXPECT_NE(answer.find("\r\nConnection: close\r\n"), std::string::npos) << answer;
    }
    // What boards pile up is borne where boards dial in.
    auto const piled = raw("GET /ws/esp32cam HTTP/1.1\r\n" + host_ + "X: " + std::string(60 * 1024, 'x') + "\r\n\r\n");
    EXPECT_TRUE(piled.starts_with("HTTP/1.1 426 ")) << piled.substr(0, 80);
}

TEST_F(Http, OneConnectionServesManyRequests) {
    RawConnection client{port_};
    for (int i = 0; i < 3; ++i) {
        client.send("GET /livez HTTP/1.1\r\n" + host_ + "\r\n");
        EXPECT_TRUE(client.receive_until("ok\n").starts_with("HTTP/1.1 200 OK\r\n"));
    }
    client.send("GET /livez HTTP/1.1\r\n" + host_ + "\r\nGET /readyz HTTP/1.1\r\n" + host_ + "\r\n");
    auto const both = client.receive_until("ready\n");
    EXPECT_LT(both.find("ok\n"), both.find("ready\n"));
    EXPECT_FALSE(client.closed());
}

TEST_F(Http, EveryMetricsLineParsesAndCountersMove) {
    auto camera = open_camera(port_, "porch");
    auto viewer = WsClient::open(port_, "/ws/video?camera=porch");
    camera.send_binary(as_text(tiny_jpeg(320, 240)));
    ASSERT_TRUE(viewer.receive_binary());
    std::istringstream page(http_get(port_, "/metrics").body);
    int samples = 0;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with("# HELP watchpost_") || line.starts_with("# TYPE watchpost_")) continue;
        EXPECT_THAT(line, testing::MatchesRegex(
                              R"(watchpost_[a-z_]+(\{([a-z]+="[^"]*",?)+\})? -?[0-9]+(\.[0-9]+)?(e[-+][0-9]+)?)"));
        ++samples;
    }
    EXPECT_GT(samples, 10);
    EXPECT_EQ(metric(port_, R"(watchpost_device_frames_received_total{device="porch",kind="esp32cam"})"), 1);
    EXPECT_EQ(metric(port_, R"(watchpost_device_connected{device="porch",kind="esp32cam"})"), 1);
    EXPECT_EQ(metric(port_, "watchpost_viewers"), 1);
    EXPECT_TRUE(eventually([&] { return metric(port_, "watchpost_viewer_frames_sent_total") == 1; }));
}

} // namespace
} // namespace watchpost::test
