#include <watchpost/json/json.hpp>
#include <watchpost/protocol/command.hpp>
#include <watchpost/protocol/esp32cam.hpp>
#include <watchpost/protocol/pico.hpp>
#include <watchpost/protocol/web.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::protocol {
namespace {

using nlohmann::json;

struct Bad {
    std::string body;
    std::string said; ///< a part of the error
};

class BadServo : public testing::TestWithParam<Bad> {};

TEST_P(BadServo, is_refused_with_the_range) {
    auto const servo = command::read_servo(GetParam().body);
    ASSERT_FALSE(servo) << GetParam().body;
    EXPECT_THAT(servo.error().message, testing::HasSubstr(GetParam().said));
}

INSTANTIATE_TEST_SUITE_P(
    Bodies, BadServo,
    testing::Values(Bad{R"({"pan":NaN})", "not JSON"}, Bad{R"({"pan":1e300})", "0 to 180"},
                    Bad{R"({"pan":true})", "pan: true is not allowed; it must be a whole number from 0 to 180"},
                    Bad{R"({"pan":"90"})", "0 to 180"}, Bad{R"({"tilt":181})", "tilt: 181"},
                    Bad{R"({"tilt":-1})", "tilt: -1"}, Bad{R"({"pan":90.5})", "0 to 180"}, Bad{R"({})", "missing"},
                    Bad{R"({"pan":{"pan":90}})", "0 to 180"}, Bad{R"({"pan":null})", "0 to 180"},
                    Bad{R"({"pan":18446744073709551616})", "0 to 180"}, Bad{R"([90,90])", "not a JSON object"},
                    Bad{R"({"pan":90,"smooth":1})", "true or false"}, Bad{R"({"pan":90,"ttl_ms":999})", "1000 to"}));

TEST(Servo, may_name_one_axis) {
    auto const servo = command::read_servo(R"({"tilt":180,"smooth":true,"ttl_ms":5000})");
    ASSERT_TRUE(servo);
    EXPECT_EQ(servo->target, (ServoTarget{std::nullopt, 180, true}));
    EXPECT_EQ(servo->time_to_live, std::chrono::seconds(5));
}

TEST(Action, is_one_of_a_known_few) {
    auto const photo = command::read_action(R"({"action":"capture_photo","quality":80,"flash":true,"intensity":50})");
    ASSERT_TRUE(photo);
    EXPECT_EQ(*photo, (DeviceAction{"capture_photo", 80, true, 50}));
    EXPECT_EQ(*command::read_action(R"({"action":"photo_quality","quality":70})"),
              (DeviceAction{"camera_settings", {}, {}, {}, {{"photo_quality", 70}}}));
    EXPECT_EQ(*command::read_action(R"({"action":"camera_settings","brightness":-2,"auto_exposure":false})"),
              (DeviceAction{"camera_settings", {}, {}, {}, {{"brightness", -2}, {"auto_exposure", false}}}));
    for (auto const* body :
         {R"({"action":"photo_quality"})", R"({"action":"camera_settings"})",
          R"({"action":"camera_settings","brightness":3})", R"({"action":"camera_settings","contrast":true})",
          R"({"action":"camera_settings","auto_exposure":1})", R"({"action":"rm -rf"})", R"({"action":7})", R"({})",
          R"({"action":"flash_on","intensity":101})"})
        EXPECT_FALSE(command::read_action(body)) << body;
}

TEST(PicoCommand, is_written_as_the_flashed_firmware_reads_it) {
    auto const servo = json::parse(pico::command(ServoTarget{120, 60, false}, WallTime{}));
    EXPECT_EQ(servo.at("type"), "servo");
    EXPECT_EQ(servo.at("command"), (json{{"servo1", 120}, {"servo2", 60}}));
    EXPECT_EQ(json::parse(pico::command(ServoTarget{120, 60, true}, WallTime{})).at("type"), "servo_smooth");
    auto const action = json::parse(pico::command(DeviceAction{"emergency_stop", {}, {}, {}}, WallTime{}));
    EXPECT_EQ(action.at("type"), "action");
    EXPECT_EQ(action.at("command").at("action"), "emergency_stop");
}

TEST(PicoAck, tells_the_angles) {
    auto const message =
        pico::read(R"({"type":"ack","command_type":"servo","status":"success","detail":"X=120°, Y=60°"})");
    ASSERT_TRUE(message);
    auto const& ack = std::get<pico::Ack>(message->what);
    EXPECT_EQ(ack.pan, 120);
    EXPECT_EQ(ack.tilt, 60);
    auto const odd = pico::read(R"({"type":"ack","command_type":"servo","status":"success","detail":"X=999, Y="})");
    EXPECT_EQ(std::get<pico::Ack>(odd->what).pan, std::nullopt);
    EXPECT_EQ(std::get<pico::Ack>(odd->what).tilt, std::nullopt);
}

TEST(CameraAction, stands_at_the_top_level) {
    EXPECT_EQ(json::parse(esp32cam::action({"capture_photo", 80, true, 50})),
              (json{{"action", "capture_photo"}, {"quality", 80}, {"flash", true}, {"intensity", 50}}));
    EXPECT_EQ(
        json::parse(esp32cam::action({"camera_settings", {}, {}, {}, {{"brightness", -2}, {"auto_exposure", false}}})),
        (json{{"brightness", -2}, {"auto_exposure", false}}));
    EXPECT_EQ(json::parse(esp32cam::action({"flash_off", {}, {}, {}})), (json{{"action", "flash_off"}}));
}

TEST(WebCommand, is_read_and_its_state_is_told_under_the_clients_own_name) {
    auto const message =
        web::read(R"({"type":"command","id":"c1","device":"pan-tilt","command":{"type":"servo","pan":10,"tilt":20}})");
    ASSERT_TRUE(message);
    auto const& command = std::get<web::Command>(*message);
    EXPECT_EQ(command.device, "pan-tilt");
    EXPECT_EQ(std::get<ServoTarget>(command.body), (ServoTarget{10, 20, false}));

    CommandReport report;
    report.id = 7;
    report.state = CommandState::acknowledged;
    report.round_trip = std::chrono::milliseconds(3300);
    auto const state = json::parse(web::command_state(command.id, report));
    EXPECT_EQ(state, (json{{"type", "command_state"},
                           {"id", "c1"},
                           {"command", 7},
                           {"state", "acknowledged"},
                           {"detail", ""},
                           {"rtt_ms", 3300}}));
}

TEST(WebCommand, that_stops_a_board_is_told_by_the_boards_name) {
    EXPECT_EQ(json::parse(web::emergency_stop("pan-tilt")), (json{{"type", "emergency_stop"}, {"device", "pan-tilt"}}));
}

TEST(WebCommand, that_cannot_be_one_says_why) {
    for (auto const* text : {R"({"type":"command","id":5})", R"({"type":"command","id":5,"command":{"type":"dance"}})",
                             R"({"type":"command","id":5,"command":{"type":"servo","pan":200}})"}) {
        auto const message = web::read(text);
        ASSERT_TRUE(message);
        auto const* const bad = std::get_if<web::BadCommand>(&*message);
        ASSERT_NE(bad, nullptr) << text;
        EXPECT_EQ(bad->id, web::ClientId{std::int64_t{5}});
        EXPECT_FALSE(bad->why.empty());
    }
}

} // namespace
} // namespace watchpost::protocol
