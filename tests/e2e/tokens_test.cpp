// Who may come in: the bypass for this machine and the boards' tokens (SECURITY.md 1 and 4, DEVICES.md 2, 11 and 16).

#include "support/daemon_api.hpp"
#include "support/daemon_process.hpp"
#include "support/raw_frames.hpp"
#include "support/temporary_file.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kFourBoards = R"({"boards":[
    {"id":"porch","kind":"esp32cam","token":"porch:s3cret@"},
    {"id":"mast","kind":"pico","token":"mast/s3cret'"},
    {"id":"one","kind":"esp32cam","token":"shared-s3cret"},
    {"id":"two","kind":"esp32cam","token":"shared-s3cret"}]})";

std::pair<std::string, std::string> bearer(std::string const& token) {
    return {"Authorization", "Bearer " + token};
}

class Tokens : public testing::Test {
protected:
    TemporaryFile const file_{kFourBoards};
    DaemonProcess daemon_{{"--config", file_.path().string()}};
    unsigned short const port_ = daemon_.port();

    std::string raw_answer(std::string const& request) {
        RawConnection client{port_};
        client.send(request);
        return client.receive_all();
    }

    /// No token of the configuration may be seen anywhere.
    void TearDown() override {
        for (auto const* target : {"/api/v1/devices", "/api/v1/status", "/api/v1/events", "/metrics", "/health"})
            EXPECT_EQ(http_get(port_, target).body.find("s3cret"), std::string::npos) << target;
        EXPECT_EQ(daemon_.log().find("s3cret"), std::string::npos) << daemon_.log();
    }
};

TEST_F(Tokens, LocalBypassNeedsEverySignOfBeingLocal) {
    auto const port = std::to_string(port_);
    for (auto const& host : {"localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port})
        EXPECT_EQ(http_get(port_, "/api/v1/devices", {{"Host", host}, {"Origin", "http://" + host}}).status, 200);

    std::vector<Headers> const foreign{{kFromAfar},
                                       {{"X-Forwarded-Proto", "https"}},
                                       {{"Forwarded", "for=203.0.113.7"}},
                                       {{"X-Real-IP", "127.0.0.1"}},
                                       {{"Via", "1.1 proxy"}},
                                       {{"Origin", "http://evil.example"}},
                                       {{"Origin", "null"}},
                                       {{"Origin", "http://127.0.0.1:1"}},
                                       {{"Host", "127.0.0.1:1"}},
                                       {{"Host", "localhost"}, {"Origin", "http://localhost"}}};
    for (auto const& headers : foreign) {
        auto const& [name, value] = headers.front();
        EXPECT_EQ(http_get(port_, "/api/v1/devices", headers).status, 401) << name << ": " << value;
        EXPECT_EQ(WsClient::status_of(port_, "/ws", headers), 401) << name << ": " << value;
        EXPECT_EQ(WsClient::status_of(port_, "/ws/video", headers), 401) << name << ": " << value;
    }
    for (auto const* path : {"/api/v1/devices", "/livez", "/nothing", "/login"})
        EXPECT_EQ(http_get(port_, path, {{"Host", "evil.example"}}).status, 421) << path;
    EXPECT_EQ(WsClient::status_of(port_, "/ws", {{"Host", "evil.example"}}), 421);
    EXPECT_EQ(http_get(port_, "/livez", {kFromAfar}).status, 200); // tells nothing that anybody may not know
}

TEST_F(Tokens, BoardWithoutATokenIsRefusedSlowlyWhileOthersAreServed) {
    auto const begin = Clock::now();
    std::vector<std::unique_ptr<RawConnection>> refused;
    for (auto const* endpoint : {"/ws/esp32cam", "/ws/pico"}) {
        for (Headers const& headers : {Headers{kFromAfar},
                                       {kFromAfar, bearer("wrong")},
                                       {kFromAfar, {"Authorization", "Basic porch:s3cret@"}},
                                       {kFromAfar, bearer("shared-s3cret"), bearer("porch:s3cret@")},
                                       {{"Origin", "http://evil.example"}}}) {
            refused.push_back(std::make_unique<RawConnection>(port_));
            refused.back()->send(handshake(port_, endpoint, headers));
        }
    }
    EXPECT_EQ(http_get(port_, "/livez").status, 200);
    EXPECT_LT(Clock::now() - begin, 2s) << "somebody else had to wait";
    for (auto const& client : refused) {
        auto const answer = client->receive_all();
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 401 ")) << answer;
        EXPECT_NE(answer.find("\r\nContent-Length: 0\r\n"), std::string::npos) << answer;
        EXPECT_NE(answer.find("\r\nConnection: close\r\n"), std::string::npos) << answer;
        EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
        EXPECT_GE(Clock::now() - begin, 2s);
    }
    EXPECT_LT(Clock::now() - begin, 10s) << "they were held back one after the other";
}

TEST_F(Tokens, FlashedCameraIsRefusedWithASmallAnswerOnThePathOfBrowsersToo) {
    RawConnection camera{port_};
    camera.send(handshake(port_, "/ws", {kFromAfar, bearer("wrong")}));
    auto const answer = camera.receive_all();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 401 ")) << answer;
    EXPECT_NE(answer.find("\r\nContent-Length: 0\r\n"), std::string::npos) << answer;
    EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST_F(Tokens, TokenLetsABoardInUnderItsConfiguredId) {
    auto const camera = WsClient::open(port_, "/ws/esp32cam", {kFromAfar, bearer("porch:s3cret@")});
    auto const pico = WsClient::open(port_, "/ws/pico", {kFromAfar, {"Authorization", "bearer mast/s3cret'"}});
    for (auto const* id : {"porch", "mast"})
        EXPECT_EQ(device(port_, id)["online"], true) << id;
    // A token is for its own kind of board.
    EXPECT_EQ(WsClient::status_of(port_, "/ws/pico", {kFromAfar, bearer("porch:s3cret@")}), 401);
}

TEST_F(Tokens, BoardsThatShareATokenAreToldApartByTheirOwnId) {
    auto const one = WsClient::open(port_, "/ws/esp32cam",
                                    {kFromAfar, bearer("shared-s3cret"), {"X-Device-ID", "AA:BB:CC:00:00:01"}});
    auto const two = WsClient::open(port_, "/ws/esp32cam",
                                    {kFromAfar, bearer("shared-s3cret"), {"X-Device-ID", "AA:BB:CC:00:00:02"}});
    int online = 0;
    auto const answer = get_json(port_, "/api/v1/devices");
    for (auto const& entry : answer["devices"])
        online += entry["online"] == true ? 1 : 0;
    EXPECT_EQ(online, 2) << answer;
}

TEST_F(Tokens, HeadersThatPiledUpOverAnOutageAreOne) {
    Headers piled;
    for (int i = 0; i < 100; ++i) {
        piled.push_back(bearer("porch:s3cret@"));
        piled.emplace_back("X-Device-Type", "ESP32CAM");
        piled.emplace_back("X-Device-ID", "AA:BB:CC:DD:EE:FF");
        piled.emplace_back("X-Device-Version", "1.0.0");
    }
    piled.push_back(kFromAfar);
    for (auto const* endpoint : {"/ws/esp32cam", "/ws"}) {
        auto const request = handshake(port_, endpoint, piled);
        EXPECT_GT(request.size(), 10'000U);
        EXPECT_EQ(WsClient::status_of(port_, endpoint, piled), 101) << endpoint;
    }
    piled.emplace_back("X-Device-ID", "AA:BB:CC:DD:EE:00");
    EXPECT_EQ(WsClient::status_of(port_, "/ws/esp32cam", piled), 401);
}

TEST_F(Tokens, CameraTokenMakesTheDashboardEndpointACameras) {
    auto camera = WsClient::open(port_, "/ws", {kFromAfar, bearer("porch:s3cret@")});
    auto const first = camera.receive();
    ASSERT_TRUE(first);
    EXPECT_EQ(nlohmann::json::parse(first->data)["type"], "connection_ack");
    auto viewer = WsClient::open(port_, "/ws/video?camera=porch");
    auto const frame = as_text(tiny_jpeg(320, 240));
    camera.send_text(R"({"type":"connection","status":"connected","device":"ESP32CAM","token":"porch:s3cret@"})");
    camera.send_binary(frame);
    EXPECT_TRUE(viewer.receive_binary() == frame);
    EXPECT_FALSE(camera.receive(300ms)); // no status, no events
}

TEST_F(Tokens, HandshakeAnswerIsWhatBoardLibrariesTake) {
    for (auto const* endpoint : {"/ws/esp32cam", "/ws/pico", "/ws"}) {
        auto const begin = Clock::now();
        RawConnection board{port_};
        board.send(handshake(port_, endpoint, {bearer("porch:s3cret@"), {"Sec-WebSocket-Protocol", "arduino"}}));
        auto const received = board.receive_until("\r\n\r\n");
        auto const answer = received.substr(0, received.find("\r\n\r\n") + 4);
        EXPECT_LT(Clock::now() - begin, 1s);
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 101 Switching Protocols\r\n")) << answer;
        EXPECT_LT(answer.size(), 800U);
        for (auto const* line :
             {"\r\nUpgrade: websocket\r\n", "\r\nConnection: Upgrade\r\n",
              "\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n", "\r\nSec-WebSocket-Protocol: arduino\r\n"})
            EXPECT_NE(answer.find(line), std::string::npos) << line << answer;
        EXPECT_EQ(answer.find("permessage-deflate"), std::string::npos);
        EXPECT_EQ(answer.find(":\r\n"), std::string::npos) << "an empty header makes a board reboot";
        EXPECT_NE((received + board.receive_until("connection_ack")).find("connection_ack"), std::string::npos);
    }
}

TEST(TokensBehindAProxy, NobodyIsLetInForBeingLocal) {
    TemporaryFile const file{R"({"behind_proxy":true,"boards":[{"id":"mast","kind":"pico","token":"a-s3cret"}]})"};
    DaemonProcess const daemon{{"--config", file.path().string()}};
    EXPECT_EQ(http_get(daemon.port(), "/api/v1/devices").status, 401);
    EXPECT_EQ(WsClient::status_of(daemon.port(), "/ws"), 401);
    EXPECT_EQ(WsClient::status_of(daemon.port(), "/ws/pico"), 401);
    EXPECT_EQ(WsClient::status_of(daemon.port(), "/ws/pico", {bearer("a-s3cret")}), 101);
}

} // namespace
} // namespace watchpost::test
