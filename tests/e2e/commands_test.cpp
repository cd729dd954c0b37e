// Commands reach the boards, and what became of them is told truthfully.

#include "support/daemon_process.hpp"
#include "support/http_client.hpp"
#include "support/ws_client.hpp"

#include <watchpost/json/json.hpp>

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

class Commands : public testing::Test {
protected:
    HttpReply post(std::string const& target, std::string const& body) {
        return http(daemon_.port(), "POST", target, kJson, body);
    }
    std::string state_of(Json const& id) {
        auto const reply = http_get(daemon_.port(), "/api/v1/commands/" + std::to_string(id.get<int>()));
        return Json::parse(reply.body).at("state");
    }

    DaemonProcess daemon_;
};

TEST_F(Commands, ServoTargetReachesThePicoAndItsAnswerComesBack) {
    auto pico = WsClient::open(daemon_.port(), "/ws/pico");
    ASSERT_TRUE(pico.receive_text_with("connection_ack"));

    auto const reply = post("/api/v1/devices/pico/servo", R"({"pan":120,"tilt":60})");
    ASSERT_EQ(reply.status, 202) << reply.body;
    auto const id = Json::parse(reply.body).at("id");
    auto const command = pico.receive_text_with(R"("servo")");
    ASSERT_TRUE(command);
    EXPECT_EQ(Json::parse(*command).at("command"), (Json{{"servo1", 120}, {"servo2", 60}}));
    EXPECT_EQ(state_of(id), "sent");

    pico.send_text(R"({"type":"ack","command_type":"servo","status":"success","detail":"X=120°, Y=60°"})");
    pico.send_text(R"({"type":"ping"})");
    ASSERT_TRUE(pico.receive_text_with(R"("pong")"));
    EXPECT_EQ(state_of(id), "acknowledged");
    auto const devices = Json::parse(http_get(daemon_.port(), "/api/v1/devices").body).at("devices");
    EXPECT_EQ(devices.at(0).at("servo1_angle"), 120);
}

TEST_F(Commands, DashboardIsToldEachChange) {
    auto pico = WsClient::open(daemon_.port(), "/ws/pico");
    ASSERT_TRUE(pico.receive_text_with("connection_ack"));
    auto dashboard = WsClient::open(daemon_.port(), "/ws");
    dashboard.send_text(
        R"({"type":"command","id":1,"device":"pico","command":{"type":"action","action":"emergency_stop"}})");
    auto const sent = dashboard.receive_text_with("command_state");
    ASSERT_TRUE(sent);
    EXPECT_EQ(Json::parse(*sent).at("state"), "sent");
    ASSERT_TRUE(pico.receive_text_with("emergency_stop"));

    pico.send_text(R"({"type":"ack","command_type":"action","status":"success","detail":"stopped"})");
    auto const done = dashboard.receive_text_with("command_state");
    ASSERT_TRUE(done);
    EXPECT_EQ(Json::parse(*done).at("state"), "acknowledged");
    EXPECT_EQ(Json::parse(*done).at("id"), 1);
    EXPECT_EQ(Json::parse(*done).at("detail"), "stopped");
}

TEST_F(Commands, ActionReachesTheCameraInItsOwnForm) {
    auto camera = WsClient::open(daemon_.port(), "/ws/esp32cam");
    ASSERT_TRUE(camera.receive_text_with("connection_ack"));
    auto const reply = post("/api/v1/devices/esp32cam/actions", R"({"action":"flash_on","intensity":70})");
    ASSERT_EQ(reply.status, 202) << reply.body;
    auto const command = camera.receive_text_with("flash_on");
    ASSERT_TRUE(command);
    EXPECT_EQ(Json::parse(*command), (Json{{"action", "flash_on"}, {"intensity", 70}}));
}

TEST_F(Commands, WhatIsWrongIsRefusedAndTheBoardGetsNothing) {
    auto pico = WsClient::open(daemon_.port(), "/ws/pico");
    ASSERT_TRUE(pico.receive_text_with("connection_ack"));
    for (auto const* body : {R"({"pan":181})", R"({"pan":-1})", R"({"pan":true})", R"({"pan":"90"})",
                             R"({"pan":1e300})", R"({"pan":NaN})", "{}", R"({"pan":[90]})"}) {
        auto const reply = post("/api/v1/devices/pico/servo", body);
        EXPECT_EQ(reply.status, 400) << body;
        EXPECT_EQ(reply.header("Content-Type"), "application/problem+json");
    }
    EXPECT_EQ(post("/api/v1/devices/nobody/servo", R"({"pan":90})").status, 404);
    EXPECT_EQ(post("/api/v1/devices/pico/actions", R"({"action":"flash_on"})").status, 400);
    EXPECT_EQ(
        http(daemon_.port(), "POST", "/api/v1/devices/pico/servo", {{"Content-Type", "text/plain"}}, R"({"pan":90})")
            .status,
        415);
    EXPECT_EQ(http_get(daemon_.port(), "/api/v1/devices/pico/servo").status, 405);
    pico.send_text(R"({"type":"ping"})");
    auto const next = pico.receive();
    ASSERT_TRUE(next);
    EXPECT_EQ(Json::parse(next->data).at("type"), "pong");
}

} // namespace
} // namespace watchpost::test
