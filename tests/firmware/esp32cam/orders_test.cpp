#include "orders.hpp"

#include <watchpost/protocol/esp32cam.hpp>

#include <gtest/gtest.h>

namespace {

template <class T>
T taken(std::string_view text) {
    auto const order = cam::read_order(text);
    if (!order || !std::holds_alternative<T>(*order)) {
        ADD_FAILURE() << text;
        return {};
    }
    return std::get<T>(*order);
}

std::string why_refused(std::string_view text) {
    return taken<cam::Refused>(text).why;
}

} // namespace

TEST(Orders, APhotoWithAndWithoutItsWishes) {
    auto const photo =
        taken<cam::CapturePhoto>(R"({"action":"capture_photo","quality":95,"flash":true,"intensity":7})");
    EXPECT_EQ(photo.quality, 95);
    EXPECT_TRUE(photo.flash);
    EXPECT_EQ(photo.intensity, 7);
    auto const plain = taken<cam::CapturePhoto>(R"({"action":"capture_photo"})");
    EXPECT_EQ(plain.quality, 80);
    EXPECT_FALSE(plain.flash);
    EXPECT_EQ(plain.intensity, 50);
}

TEST(Orders, TheFlashAndTheReboot) {
    EXPECT_EQ(taken<cam::FlashOn>(R"({"action":"flash_on","intensity":70})").intensity, 70);
    EXPECT_EQ(taken<cam::FlashOn>(R"({"action":"flash_on"})").intensity, 50);
    taken<cam::FlashOff>(R"({"action":"flash_off"})");
    taken<cam::Reboot>(R"({"action":"system_reboot"})");
}

class SettingsForms : public testing::TestWithParam<char const*> {};

TEST_P(SettingsForms, AreAllUnderstood) {
    auto const settings = taken<cam::CameraSettings>(GetParam());
    EXPECT_EQ(settings.photo_quality, 60);
    EXPECT_EQ(settings.brightness, -2);
    EXPECT_EQ(settings.auto_exposure, false);
    EXPECT_FALSE(settings.contrast);
    EXPECT_FALSE(settings.saturation);
    EXPECT_FALSE(settings.sharpness);
    EXPECT_FALSE(settings.auto_white_balance);
}

INSTANTIATE_TEST_SUITE_P(
    All, SettingsForms,
    testing::Values(
        R"({"action":"camera_settings","photo_quality":60,"brightness":-2,"auto_exposure":false})",
        R"({"action":"camera_settings","camera_settings":{"photo_quality":60,"brightness":-2,"auto_exposure":false}})",
        R"({"camera_settings":{"photo_quality":60,"brightness":-2,"auto_exposure":false}})",
        R"({"photo_quality":60,"brightness":-2,"auto_exposure":false})"));

TEST(Orders, EverySettingIsRead) {
    auto const settings = taken<cam::CameraSettings>(
        R"({"photo_quality":1,"brightness":2,"contrast":1,"saturation":0,"sharpness":-1,"auto_exposure":true,"auto_white_balance":true})");
    EXPECT_EQ(settings.photo_quality, 1);
    EXPECT_EQ(settings.brightness, 2);
    EXPECT_EQ(settings.contrast, 1);
    EXPECT_EQ(settings.saturation, 0);
    EXPECT_EQ(settings.sharpness, -1);
    EXPECT_EQ(settings.auto_exposure, true);
    EXPECT_EQ(settings.auto_white_balance, true);
}

TEST(Orders, WhatIsOutOfRangeOrNoWholeNumberIsRefused) {
    for (auto const* const value : {"0", "101", "-1", "80.0", "true", "\"80\"", "null", "[80]", "1e1"})
        EXPECT_EQ(why_refused(std::string(R"({"action":"capture_photo","quality":)") + value + "}"),
                  "quality must be a whole number from 1 to 100");
    for (auto const* const value : {"-1", "101", "false", "{}"})
        EXPECT_EQ(why_refused(std::string(R"({"action":"flash_on","intensity":)") + value + "}"),
                  "intensity must be a whole number from 0 to 100");
    for (auto const* const value : {"1", "\"true\"", "null"})
        EXPECT_EQ(why_refused(std::string(R"({"action":"capture_photo","flash":)") + value + "}"),
                  "flash must be true or false");
    EXPECT_EQ(why_refused(R"({"brightness":1,"contrast":3})"), "contrast must be a whole number from -2 to 2");
}

TEST(Orders, AnUnknownActionSaysItsName) {
    EXPECT_EQ(taken<cam::Refused>(R"({"action":"reset_position"})").action, "reset_position");
    EXPECT_EQ(taken<cam::Refused>(R"({"action":7})").action, "");
}

TEST(Orders, TheRateOfTheStream) {
    EXPECT_EQ(taken<cam::StreamRate>(watchpost::protocol::esp32cam::stream_rate(1)).max_fps, 1);
    EXPECT_EQ(taken<cam::StreamRate>(R"({"type":"stream","max_fps":60})").max_fps, 60);
    EXPECT_FALSE(taken<cam::StreamRate>(watchpost::protocol::esp32cam::stream_rate(std::nullopt)).max_fps);
    for (auto const* const wrong : {"0", "61", "-1", "1.5", "1e300", "true", "\"1\"", "null"})
        taken<cam::Nothing>(std::string(R"({"type":"stream","max_fps":)") + wrong + "}");
}

TEST(Orders, MessagesThatAskForNothing) {
    for (auto const* const text : {R"({"type":"ping"})", R"({"type":"servo_command_log","servo1":120,"servo2":60})",
                                   R"({"type":"connection_ack","status":"success","message":"flash 1"})",
                                   R"({"type":"error","flash":true})", "{}"})
        taken<cam::Nothing>(text);
}

TEST(Orders, WhatIsNoJsonObjectIsNoOrder) {
    EXPECT_FALSE(cam::read_order("flash_on"));
    EXPECT_FALSE(cam::read_order("[]"));
}

TEST(Orders, WhatTheDaemonWritesIsUnderstood) {
    watchpost::DeviceAction action;
    action.action = "capture_photo";
    action.quality = 33;
    action.flash = true;
    action.intensity = 44;
    auto const photo = taken<cam::CapturePhoto>(watchpost::protocol::esp32cam::action(action));
    EXPECT_EQ(photo.quality, 33);
    EXPECT_TRUE(photo.flash);
    EXPECT_EQ(photo.intensity, 44);
    watchpost::DeviceAction settings;
    settings.action = "camera_settings";
    settings.settings = {{"brightness", -1}, {"auto_white_balance", true}};
    auto const wanted = taken<cam::CameraSettings>(watchpost::protocol::esp32cam::action(settings));
    EXPECT_EQ(wanted.brightness, -1);
    EXPECT_EQ(wanted.auto_white_balance, true);
    taken<cam::Nothing>(watchpost::protocol::esp32cam::connection_ack());
}
