#include "camera_logic.hpp"

#include <watchpost/json/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::sim {
namespace {

using nlohmann::json;

/// The messages among the steps, as JSON.
std::vector<json> said(std::vector<CameraStep> const& steps) {
    std::vector<json> messages;
    for (auto const& step : steps)
        if (auto const* text = std::get_if<std::string>(&step)) messages.push_back(json::parse(*text));
    return messages;
}

TEST(CameraLogic, SaysWhatTheFirmwareSays) {
    CameraLogic logic;
    EXPECT_EQ(logic.hello("a:b", false),
              R"({"type":"connection","status":"connected","device":"ESP32CAM","token":"a:b"})");
    EXPECT_EQ(
        logic.frame(29'383, 800, 600, 106, 12.5),
        R"({"type":"frame","size":29383,"width":800,"height":600,"timestamp":106,"fps":12.50,"device":"ESP32CAM"})");
    EXPECT_EQ(logic.photo_data(41'200, {80, 50, true}, 81'234),
              R"({"type":"photo_data","size":41200,"format":"jpeg","timestamp":"81234","quality":80,)"
              R"("flash_enabled":true,"flash_intensity":50})");
    auto const beat = json::parse(logic.heartbeat(30'000, 9.5));
    EXPECT_EQ(beat["settings"]["quality"], 80);
    EXPECT_LT(beat["rssi"], 0);
    EXPECT_EQ(json::parse(logic.photo_sent(5, {}))["type"], "photo_sent");
    EXPECT_EQ(json::parse(logic.photo_error("no"))["message"], "no");
}

TEST(CameraLogic, LogTextIsNotEscaped) {
    EXPECT_FALSE(json::accept(CameraLogic().log(R"(a "b")", "info", 1)));
    EXPECT_TRUE(json::accept(CameraLogic().log("a b", "info", 1)));
}

TEST(CameraLogic, CapturePhotoUsesItsOwnSettingsOnce) {
    CameraLogic logic;
    auto const steps = logic.on_text(R"({"action":"capture_photo","quality":60,"flash":true,"intensity":70})", 1);
    ASSERT_EQ(steps.size(), 1U);
    auto const& with = std::get<TakePhoto>(steps[0]).with;
    EXPECT_EQ(with.quality, 60);
    EXPECT_EQ(with.flash_intensity, 70);
    EXPECT_TRUE(with.flash_enabled);
    EXPECT_FALSE(logic.settings().flash_enabled);
    EXPECT_EQ(logic.settings().quality, 80);
}

TEST(CameraLogic, FlashIsSwitched) {
    CameraLogic logic;
    auto const on = said(logic.on_text(R"({"action":"flash_on","intensity":70})", 1));
    EXPECT_THAT(on, testing::ElementsAre(json{{"type", "flash_intensity"}, {"intensity", 70}},
                                         json{{"type", "flash"}, {"status", "on"}}));
    EXPECT_TRUE(logic.settings().flash_enabled);
    EXPECT_THAT(said(logic.on_text(R"({"action":"flash_off"})", 1)),
                testing::ElementsAre(json{{"type", "flash"}, {"status", "off"}}));
    EXPECT_FALSE(logic.settings().flash_enabled);
    logic.on_text(R"({"flash":true,"intensity":10})", 1);
    EXPECT_TRUE(logic.settings().flash_enabled);
}

TEST(CameraLogic, SettingsAreAnswered) {
    CameraLogic logic;
    auto const answers = said(logic.on_text(
        R"({"photo_quality":50,"brightness":-2,"contrast":9,"auto_exposure":false,"camera_settings":{}})", 1));
    EXPECT_THAT(answers, testing::ElementsAre(json{{"type", "brightness"}, {"value", -2}},
                                              json{{"type", "auto_exposure"}, {"enabled", false}},
                                              json{{"type", "camera_settings_updated"}, {"status", "success"}},
                                              json{{"type", "photo_quality"}, {"quality", 50}}));
    EXPECT_EQ(logic.settings().quality, 50);
}

TEST(CameraLogic, KnowsSixActionsAndNamesTheOthers) {
    CameraLogic logic;
    EXPECT_EQ(said(logic.on_text(R"({"action":"reset_position"})", 1))[0]["status"], "success");
    EXPECT_EQ(said(logic.on_text(R"({"action":"buzzer"})", 1))[0],
              (json{{"type", "unknown_action"}, {"action", "buzzer"}}));
    auto const reboot = logic.on_text(R"({"action":"system_reboot"})", 1);
    ASSERT_EQ(reboot.size(), 2U);
    EXPECT_TRUE(std::holds_alternative<RebootCamera>(reboot[1]));
}

TEST(CameraLogic, ServoAnglesAreEchoedAndTheRestIsSilent) {
    CameraLogic logic;
    auto const echo = said(logic.on_text(R"({"type":"servo_command_log","servo1":120,"servo2":60})", 1));
    ASSERT_EQ(echo.size(), 2U);
    EXPECT_EQ(echo[1], (json{{"type", "servo_command"}, {"servo1", 120}, {"servo2", 60}}));
    for (auto const* text : {R"({"type":"ping"})", R"({"type":"connection_ack","status":"success"})", "{}"})
        EXPECT_TRUE(logic.on_text(text, 1).empty()) << text;
}

TEST(CameraLogic, BrokenJsonComesBackAsBrokenJson) {
    auto const steps = CameraLogic().on_text(R"({"a)", 1);
    ASSERT_EQ(steps.size(), 1U);
    EXPECT_FALSE(json::accept(std::get<std::string>(steps[0])));
}

} // namespace
} // namespace watchpost::sim
