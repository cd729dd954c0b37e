#include "messages.hpp"

#include <watchpost/protocol/esp32cam.hpp>

#include <gtest/gtest.h>

namespace messages = cam::messages;
namespace daemon_side = watchpost::protocol::esp32cam;

namespace {

/// As the daemon's own codec reads it.
daemon_side::Message read(std::string const& text) {
    auto message = daemon_side::read(text);
    EXPECT_TRUE(message) << text;
    EXPECT_LT(text.size(), 1'000U);
    return message ? *message : daemon_side::Message{};
}

template <class T>
T as(std::string const& text) {
    auto const message = read(text);
    EXPECT_TRUE(std::holds_alternative<T>(message.what)) << text;
    auto const* const what = std::get_if<T>(&message.what);
    return what != nullptr ? *what : T{};
}

} // namespace

TEST(Messages, TheHelloTellsTheVersionAndNoToken) {
    auto const hello = messages::hello("brownout");
    EXPECT_TRUE(as<daemon_side::Hello>(hello).takes_stream_rate);
    EXPECT_EQ(read(hello).telemetry.firmware, messages::kFirmware);
    EXPECT_EQ(read(hello).telemetry.reset_reason, "brownout");
    EXPECT_EQ(hello.find("token"), std::string::npos);
}

TEST(Messages, AFrameIsAnnouncedWithItsSize) {
    EXPECT_EQ(as<daemon_side::FrameAnnounced>(messages::frame(29'383, 800, 600, 106, 12.5)).size, 29'383);
    EXPECT_EQ(
        messages::frame(29'383, 800, 600, 106, 12.5),
        R"({"type":"frame","size":29383,"width":800,"height":600,"timestamp":106,"fps":12.50,"device":"ESP32CAM"})");
}

TEST(Messages, APhoto) {
    cam::CapturePhoto const order{95, true, 40};
    EXPECT_EQ(as<daemon_side::PhotoAnnounced>(messages::photo_data(41'200, order, 81'234)).size, 41'200);
    EXPECT_EQ(messages::photo_data(41'200, order, 81'234),
              R"({"type":"photo_data","size":41200,"format":"jpeg","timestamp":"81234","quality":95,)"
              R"("flash_enabled":true,"flash_intensity":40})");
    EXPECT_EQ(messages::photo_sent(41'200, order),
              R"({"type":"photo_sent","size":41200,"quality":95,"flash_intensity":40})");
    EXPECT_EQ(as<daemon_side::Trouble>(messages::photo_error("busy")).message, "busy");
}

TEST(Messages, AnswersAreReadAsAnswers) {
    EXPECT_EQ(as<daemon_side::Answered>(messages::flash(40)).detail, "on");
    EXPECT_EQ(as<daemon_side::Answered>(messages::flash(0)).detail, "off");
    EXPECT_FALSE(as<daemon_side::Answered>(messages::rebooting()).refused);
    auto const refused = as<daemon_side::Answered>(messages::unknown_action("buzzer"));
    EXPECT_TRUE(refused.refused);
    EXPECT_EQ(refused.about, "buzzer");
    EXPECT_EQ(as<daemon_side::Trouble>(messages::warning("no")).message, "no");
}

TEST(Messages, ASettingIsToldUnderItsName) {
    for (auto const* const name : {"photo_quality", "brightness", "contrast", "saturation", "sharpness"}) {
        auto const told = as<daemon_side::SettingTold>(messages::setting(name, -2));
        EXPECT_EQ(told.name, name);
        EXPECT_EQ(told.value, "-2");
    }
    for (auto const* const name : {"auto_exposure", "auto_white_balance"})
        EXPECT_EQ(as<daemon_side::SettingTold>(messages::setting(name, true)).value, "true");
}

TEST(Messages, AHeartbeatTellsTheHealth) {
    auto const message = read(messages::heartbeat({12.5, 123'456, -57}, 30'000));
    EXPECT_TRUE(std::holds_alternative<daemon_side::Heartbeat>(message.what));
    EXPECT_EQ(message.telemetry.memory_free_bytes, 123'456U);
    EXPECT_EQ(message.telemetry.rssi_dbm, -57);
}

TEST(Messages, WhateverIsLoggedStaysOneValidMessage) {
    std::string every;
    for (int byte = 0; byte < 256; ++byte)
        every += static_cast<char>(byte);
    for (auto const& words :
         {std::string("he said \"no\"\n"), std::string("\",\"type\":\"x"), every, std::string(5'000, '\\')}) {
        auto const log = as<daemon_side::Log>(messages::log("warning", words, 1));
        EXPECT_EQ(log.severity, watchpost::Severity::warning);
        as<daemon_side::Trouble>(messages::photo_error(words));
        as<daemon_side::Answered>(messages::unknown_action(words));
        as<daemon_side::Trouble>(messages::warning(words));
    }
    EXPECT_EQ(as<daemon_side::Log>(messages::log("info", "he said \"no\"\n", 1)).message, "he said \"no\"\n");
}
