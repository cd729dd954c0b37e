// The thirteen checks of the project's first test list, by their names there, against the real daemon.

#include "support/daemon_process.hpp"
#include "support/http_client.hpp"
#include "support/ws_client.hpp"

#include <watchpost/json/json.hpp>

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

class SeedChecks : public testing::Test {
protected:
    DaemonProcess daemon_;
    unsigned short const port_ = daemon_.port();

    WsClient dashboard() { return WsClient::open(port_, "/ws"); }

    /// The daemon still answers, which is the point of every check below that ends something.
    void expect_alive() { EXPECT_EQ(http_get(port_, "/livez").status, 200); }
};

TEST_F(SeedChecks, HealthCheck) {
    auto const reply = http_get(port_, "/health");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(nlohmann::json::parse(reply.body).at("status"), "pass");
}

TEST_F(SeedChecks, ConnectToWs) {
    auto client = dashboard();
    auto const first = client.receive();
    ASSERT_TRUE(first);
    EXPECT_EQ(nlohmann::json::parse(first->data).at("type"), "status");
}

TEST_F(SeedChecks, GracefulDisconnect) {
    auto client = dashboard();
    auto const answer = client.close(1000, "bye");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->code, 1000);
    EXPECT_EQ(daemon_.log().find("warn"), std::string::npos);
    expect_alive();
}

TEST_F(SeedChecks, ConnectToWsVideo) {
    auto client = WsClient::open(port_, "/ws/video");
    EXPECT_TRUE(client.is_open());
}

TEST_F(SeedChecks, ErrorSuppression) {
    for (auto const* reason : {"Rapid test", "The message port closed before a response was received."}) {
        auto client = dashboard();
        ASSERT_TRUE(client.close(4123, reason));
    }
    ASSERT_TRUE(dashboard().close(1000));
    // What says that something is wrong stays visible, whatever reason it gives.
    ASSERT_TRUE(dashboard().close(1011, "Rapid test"));
    ASSERT_TRUE(daemon_.wait_for_output("code 1011"));
    auto const log = daemon_.log();
    EXPECT_EQ(log.find("4123"), std::string::npos) << log;
    EXPECT_EQ(log.find("[error]"), std::string::npos) << log;
    EXPECT_NE(log.find("[warning]"), std::string::npos) << log;
}

TEST_F(SeedChecks, ConnectionTimeoutHandling) {
    // A peer that connects and never finishes its request is let go by the daemon after 5 s.
    RawConnection slow{port_};
    ASSERT_TRUE(slow.send("GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\n"));
    slow.receive_all(15s);
    EXPECT_TRUE(slow.closed());
    expect_alive();
}

void open_together(unsigned short port, int count) {
    std::vector<WsClient> clients;
    for (int i = 0; i < count; ++i)
        clients.push_back(WsClient::open(port, "/ws"));
    for (auto& client : clients) {
        EXPECT_TRUE(client.receive_text_with(R"("type":"status")"));
        client.send_text(R"({"type":"ping"})");
        EXPECT_TRUE(client.receive_text_with("pong"));
    }
}

TEST_F(SeedChecks, MultipleConnections1) {
    open_together(port_, 1);
}

TEST_F(SeedChecks, MultipleConnections2) {
    open_together(port_, 2);
}

TEST_F(SeedChecks, MultipleConnections3) {
    open_together(port_, 3);
}

TEST_F(SeedChecks, MultipleConnectionsTogether) {
    auto viewer = WsClient::open(port_, "/ws/video");
    auto pico = WsClient::open(port_, "/ws/pico");
    auto camera = WsClient::open(port_, "/ws/esp32cam");
    open_together(port_, 3);
    EXPECT_TRUE(pico.receive_text_with("connection_ack"));
    EXPECT_TRUE(camera.receive_text_with("connection_ack"));
    EXPECT_TRUE(viewer.is_open());
}

TEST_F(SeedChecks, PingPong) {
    for (auto const* endpoint : {"/ws", "/ws/video"}) {
        auto client = WsClient::open(port_, endpoint);
        client.send_text(R"({"type":"ping"})");
        auto const answer = client.receive_text_with("pong");
        ASSERT_TRUE(answer) << endpoint;
        EXPECT_EQ(nlohmann::json::parse(*answer).at("type"), "pong");
    }
}

TEST_F(SeedChecks, VideoConnectionStaysOpen) {
    // The replaced server closed it soon after it opened. Here it outlives three questions and their answers.
    auto viewer = WsClient::open(port_, "/ws/video");
    EXPECT_FALSE(viewer.receive(1s)); // there is no camera
    for (int i = 0; i < 3; ++i) {
        viewer.send_text(R"({"type":"ping"})");
        EXPECT_TRUE(viewer.receive_text_with("pong"));
    }
    EXPECT_TRUE(viewer.is_open());
}

TEST_F(SeedChecks, InvalidJson) {
    auto client = dashboard();
    client.send_text("this is not JSON");
    EXPECT_TRUE(client.receive_text_with("invalid_json"));
    client.send_text(R"({"type":"ping"})");
    EXPECT_TRUE(client.receive_text_with("pong"));
}

} // namespace
} // namespace watchpost::test
