// The old routes that steer (PROTOCOL section 8), and that they tell the truth (quirks Q10 to Q12).

#include "support/daemon_in_process.hpp"
#include "support/fake_pico.hpp"
#include "support/http_client.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using Json = nlohmann::json;

class LegacyControl : public testing::Test {
protected:
    static settings::Settings with_boards() {
        settings::Settings settings;
        settings.boards = {{"pan-tilt", DeviceKind::pico, "token"}, {"porch", DeviceKind::esp32cam, "token"}};
        return settings;
    }
    HttpReply post(std::string const& target, std::string const& body,
                   std::string const& type = "application/json") const {
        return http(daemon_.port(), "POST", target, {{"Content-Type", type}}, body);
    }
    /// Status and message of an answer that is one.
    std::pair<std::string, std::string> said(std::string const& target, std::string const& body) const {
        auto const reply = post(target, body);
        EXPECT_EQ(reply.status, 200) << reply.body;
        EXPECT_EQ(reply.header("Content-Type"), "application/json");
        auto const json = Json::parse(reply.body);
        return {json["status"], json["message"]};
    }
    WsClient camera() const {
        auto socket = WsClient::open(daemon_.port(), "/ws/esp32cam", {{"X-Device-ID", "porch"}});
        socket.send_text(R"({"type":"connection","device":"ESP32CAM"})");
        EXPECT_TRUE(socket.receive_text_with("connection_ack"));
        return socket;
    }

    DaemonInProcess daemon_{with_boards()};
};

using Said = std::pair<std::string, std::string>;

TEST_F(LegacyControl, servo_command_is_sent_and_said_so) {
    FakePico pico{daemon_.port(), "pan-tilt"};
    EXPECT_FALSE(pico.next_target());
    EXPECT_EQ(said("/set_servo", R"({"servo1":120,"servo2":60})"),
              Said("success", "Servo command sent: X=120°, Y=60°"));
    EXPECT_EQ(pico.next_target(), Position(120, 60));

    EXPECT_EQ(said("/set_servo", R"({"servo1":100})"),
              Said("success", "Servo command sent: X=100°, Y=90° (waits for the command before it)"));
    EXPECT_FALSE(pico.next_target());
    pico.link.send_bytes(FakePico::ack_frame({120, 60}));
    EXPECT_EQ(pico.next_target(), Position(100, 90));
}

TEST_F(LegacyControl, servo_command_for_a_pico_that_is_away_is_sent_when_it_comes) {
    EXPECT_EQ(said("/set_servo", R"({"servo1":120,"servo2":60})"),
              Said("warning", "Pico is offline, command will be sent when connected"));
    FakePico pico{daemon_.port(), "pan-tilt"};
    EXPECT_EQ(pico.next_target(), Position(120, 60));
}

TEST_F(LegacyControl, servo_actions_go_to_the_pico) {
    FakePico pico{daemon_.port(), "pan-tilt"};
    EXPECT_FALSE(pico.next_target());
    auto const front = camera();
    for (auto const& [asked, told] : {std::pair{"reset_position", "reset_position"},
                                      {"servo_reset", "reset_position"},
                                      {"emergency_stop", "emergency_stop"}}) {
        EXPECT_EQ(said("/set_action", R"({"action":")" + std::string(asked) + R"("})"),
                  Said("success", "Action sent to Pico: " + std::string(asked)));
        auto const action = pico.link.text_with(R"("type":"action")");
        ASSERT_TRUE(action);
        EXPECT_EQ(Json::parse(*action)["command"]["action"], told);
        pico.link.send(1, R"({"type":"ack","command_type":"action","status":"success","detail":"done"})");
        EXPECT_FALSE(pico.next_target()); // the answer is taken
    }
}

TEST_F(LegacyControl, camera_actions_go_to_the_default_camera_in_its_own_words) {
    auto front = camera();
    EXPECT_EQ(said("/set_action", R"({"action":"flash_on","intensity":70})"),
              Said("success", "Action sent to ESP32CAM: flash_on"));
    EXPECT_EQ(Json::parse(front.receive()->data), (Json{{"action", "flash_on"}, {"intensity", 70}}));
    front.send_text(R"({"type":"flash","status":"on"})");

    EXPECT_EQ(said("/manual_photo", R"({"quality":90,"flash":true})"),
              Said("success", "Photo capture command sent to ESP32CAM"));
    EXPECT_EQ(Json::parse(front.receive()->data),
              (Json{{"action", "capture_photo"}, {"quality", 90}, {"flash", true}, {"intensity", 50}}));
}

TEST_F(LegacyControl, camera_that_is_away_is_told_of) {
    for (auto const& [path, body] :
         {std::pair{"/manual_photo", "{}"}, {"/set_action", R"({"action":"capture_photo"})"}})
        EXPECT_EQ(said(path, body), Said("warning", "ESP32CAM is offline, command will be sent when connected"));
}

TEST_F(LegacyControl, actions_that_no_board_knows_are_not_said_to_be_done) {
    auto front = camera();
    for (std::string const word :
         {"start_recording", "stop_recording", "save_to_gallery", "buzzer", "led", "motor", "relay", "custom",
          "camera_reset", "system_status", "get_logs", "clear_logs", "backup_system", "restore_system"})
        EXPECT_EQ(said("/set_action", R"({"action":")" + word + R"("})"),
                  Said("warning", "No board knows the action " + word + "; nothing was sent"));
    EXPECT_FALSE(front.receive(std::chrono::milliseconds(0)));
}

TEST_F(LegacyControl, wrong_values_are_refused_and_no_board_hears_of_them) {
    FakePico pico{daemon_.port(), "pan-tilt"};
    struct Wrong {
        std::string path;
        std::string body;
        Json loc;
    };
    for (auto const& [path, body, loc] :
         std::vector<Wrong>{{"/set_servo", R"({"servo1":181})", {"body", "servo1"}},
                            {"/set_servo", R"({"servo1":90,"servo2":"90"})", {"body", "servo2"}},
                            {"/set_servo", R"({"servo1":true})", {"body", "servo1"}},
                            {"/set_servo", R"({"servo1":1e300})", {"body", "servo1"}},
                            {"/set_servo", R"({"servo1":NaN})", Json::array({"body"})},
                            {"/set_servo", "", Json::array({"body"})},
                            {"/set_action", R"({"action":"explode"})", {"body", "action"}},
                            {"/set_action", R"({"action":"flash_on","intensity":101})", {"body", "intensity"}},
                            {"/manual_photo", R"({"quality":0})", {"body", "quality"}},
                            {"/manual_photo", R"({"flash":"yes"})", {"body", "flash"}}}) {
        auto const reply = post(path, body);
        EXPECT_EQ(reply.status, 422) << body;
        auto const detail = Json::parse(reply.body)["detail"];
        EXPECT_EQ(detail[0]["loc"], loc) << body;
        EXPECT_TRUE(detail[0]["msg"].is_string() && detail[0]["type"].is_string()) << body;
    }
    for (auto const* path : {"/set_servo", "/set_action", "/manual_photo"}) {
        EXPECT_EQ(post(path, "servo1=90", "application/x-www-form-urlencoded").status, 415) << path;
        EXPECT_EQ(post(path, "{}", "text/plain").status, 415) << path;
        EXPECT_EQ(http_get(daemon_.port(), path).status, 405) << path;
        EXPECT_EQ(http(daemon_.port(), "POST", path,
                       {{"Content-Type", "application/json"}, {"Origin", "http://evil.example"}}, "{}")
                      .status,
                  401)
            << path;
    }
    EXPECT_FALSE(pico.next_target());
}

TEST(LegacyControlOfStations, turns_the_pico_of_the_default_camera) {
    settings::Settings settings;
    settings.boards = {{"left-pico", DeviceKind::pico, "token"},
                       {"right-pico", DeviceKind::pico, "token"},
                       {"left", DeviceKind::esp32cam, "token"},
                       {"right", DeviceKind::esp32cam, "token"}};
    settings.stations = {{"west", "left", "left-pico"}, {"east", "right", "right-pico"}};
    DaemonInProcess daemon{std::move(settings)};
    FakePico left{daemon.port(), "left-pico"};
    FakePico right{daemon.port(), "right-pico"};
    EXPECT_FALSE(right.next_target());
    auto const camera = WsClient::open(daemon.port(), "/ws/esp32cam", {{"X-Device-ID", "right"}});
    auto const turn = [&daemon] {
        return http(daemon.port(), "POST", "/set_servo", {{"Content-Type", "application/json"}}, R"({"servo1":70})")
            .status;
    };
    EXPECT_EQ(turn(), 200);
    EXPECT_EQ(right.next_target(), Position(70, 90));
    EXPECT_FALSE(left.next_target());

    auto const other = WsClient::open(daemon.port(), "/ws/esp32cam", {{"X-Device-ID", "left"}});
    EXPECT_EQ(turn(), 200); // the first of the configuration that is online
    EXPECT_EQ(left.next_target(), Position(70, 90));
    EXPECT_FALSE(right.next_target());
}

TEST(LegacyControlAlone, says_that_nothing_was_sent_where_no_board_is_known) {
    DaemonInProcess const daemon;
    for (auto const& [path, body] :
         {std::pair{"/set_servo", "{}"}, {"/manual_photo", "{}"}, {"/set_action", R"({"action":"flash_on"})"}}) {
        auto const reply = http(daemon.port(), "POST", path, {{"Content-Type", "application/json"}}, body);
        EXPECT_EQ(reply.status, 503) << path;
        EXPECT_EQ(Json::parse(reply.body)["status"], "error") << path;
    }
}

} // namespace
} // namespace watchpost::test
