#include "board_wire.hpp"

#include <watchpost/protocol/esp32cam.hpp>

#include <vector>

namespace watchpost::protocol::esp32cam {
namespace {

template <class What>
What read_as(std::string const& text) {
    auto const message = read(text);
    if (!message || !std::holds_alternative<What>(message->what)) {
        ADD_FAILURE() << "read as something else: " << text;
        return {};
    }
    return std::get<What>(message->what);
}

TEST(Esp32camCodec, reads_the_first_message_of_both_firmwares) {
    read_as<Hello>(R"({"type":"connection","status":"connected","device":"ESP32CAM","token":"not-for-any-log"})");
    auto const older = read(R"({"type":"device_info","device":"esp32cam","version":"1.0",
        "capabilities":["photo","flash","stream","camera_control"],
        "current_settings":{"quality":75,"flash_intensity":40,"flash_enabled":false}})");
    ASSERT_TRUE(older);
    EXPECT_TRUE(std::holds_alternative<Hello>(older->what));
    EXPECT_EQ(older->telemetry.firmware, "1.0");
}

TEST(Esp32camCodec, cuts_a_long_version_between_characters) {
    auto const told = read(R"({"type":"connection","version":"0123456789012345678901234567890ä and more"})");
    ASSERT_TRUE(told);
    EXPECT_EQ(told->telemetry.firmware, "0123456789012345678901234567890");
}

TEST(Esp32camCodec, knows_who_takes_a_rate_by_its_hello_only) {
    EXPECT_TRUE(read_as<Hello>(R"({"type":"connection","capabilities":["x",1,"stream_rate"]})").takes_stream_rate);
    for (std::string const text :
         {R"({"type":"connection"})", R"({"type":"connection","capabilities":"stream_rate"})",
          R"({"type":"connection","capabilities":[]})", R"({"type":"connection","capabilities":{"a":"stream_rate"}})",
          R"({"type":"device_info","capabilities":[["stream_rate"],null]})"})
        EXPECT_FALSE(read_as<Hello>(text).takes_stream_rate) << text;
}

TEST(Esp32camCodec, reads_what_announces_a_frame) {
    EXPECT_EQ(read_as<FrameAnnounced>(R"({"type":"frame","size":31000,"width":800,"height":600,"timestamp":2106,
        "fps":11.25,"device":"ESP32CAM"})")
                  .size,
              31000);
    EXPECT_EQ(read_as<FrameAnnounced>(
                  R"({"type":"frame_metadata","size":18222,"format":"jpeg","timestamp":"81000","quality":15})")
                  .size,
              18222);
}

TEST(Esp32camCodec, reads_what_announces_a_photo) {
    for (std::string const type : {"photo_data", "photo_metadata"})
        EXPECT_EQ(read_as<PhotoAnnounced>(R"({"type":")" + type + R"(","size":40100,"format":"jpeg",
            "timestamp":"91234","quality":80,"flash_enabled":true,"flash_intensity":50})")
                      .size,
                  40100)
            << type;
}

TEST(Esp32camCodec, knows_no_size_that_is_not_a_whole_positive_number) {
    for (std::string const size : {R"("31000")", "-1", "1.5", "1e300", "null", "true", "18446744073709551615"}) {
        EXPECT_EQ(read_as<FrameAnnounced>(R"({"type":"frame","size":)" + size + "}").size, std::nullopt) << size;
        EXPECT_EQ(read_as<PhotoAnnounced>(R"({"type":"photo_data","size":)" + size + "}").size, std::nullopt) << size;
    }
}

TEST(Esp32camCodec, reads_logs_with_the_level_under_either_name) {
    struct Row {
        std::string fields;
        Severity severity;
    };
    for (auto const& [fields, severity] :
         std::vector<Row>{{R"(,"log_type":"error")", Severity::error},
                          {R"(,"log_type":"warning")", Severity::warning},
                          {R"(,"log_type":"info")", Severity::info},
                          {R"(,"level":"error")", Severity::error},
                          {R"(,"log_type":"warning","level":"error")", Severity::warning},
                          {R"(,"log_type":3,"level":"error")", Severity::error},
                          {"", Severity::info}}) {
        auto const log = read_as<Log>(R"({"type":"log","message":"lens is dirty","timestamp":"55")" + fields + "}");
        EXPECT_EQ(log.message, "lens is dirty");
        EXPECT_EQ(log.severity, severity) << fields;
    }
}

TEST(Esp32camCodec, reads_both_heartbeats_and_what_they_tell) {
    auto const current = read(R"({"type":"heartbeat","timestamp":30106,"device":"ESP32CAM"})");
    ASSERT_TRUE(current);
    EXPECT_TRUE(std::holds_alternative<Heartbeat>(current->what));

    auto const older = read(R"({"type":"heartbeat","timestamp":"10200","fps":12,"memory":123456,"rssi":-61,
        "settings":{"quality":75}})");
    ASSERT_TRUE(older);
    EXPECT_TRUE(std::holds_alternative<Heartbeat>(older->what));
    EXPECT_EQ(older->telemetry.memory_free_bytes, 123456u);
    EXPECT_EQ(older->telemetry.rssi_dbm, -61);
}

TEST(Esp32camCodec, reads_every_complaint) {
    for (std::string const type : {"photo_error", "system_error", "system_warning", "camera_error"}) {
        auto const trouble = read_as<Trouble>(R"({"type":")" + type + R"(","message":"sensor gone"})");
        EXPECT_EQ(trouble.type, type);
        EXPECT_EQ(trouble.message, "sensor gone");
    }
}

TEST(Esp32camCodec, takes_the_answer_to_an_action) {
    for (std::string const type : {"flash", "system_reboot"}) {
        auto const answer = read_as<Answered>(R"({"type":")" + type + R"(","status":"ok"})");
        EXPECT_FALSE(answer.refused) << type;
        EXPECT_EQ(answer.about, type);
        EXPECT_EQ(answer.detail, "ok");
    }
    auto const unknown = read_as<Answered>(R"({"type":"unknown_action","action":"dance"})");
    EXPECT_TRUE(unknown.refused);
    EXPECT_EQ(unknown.about, "dance");
    read_as<PhotoSent>(R"({"type":"photo_sent","size":3,"quality":80})");
}

TEST(Esp32camCodec, takes_the_answer_to_a_setting) {
    EXPECT_EQ(read_as<SettingTold>(R"({"type":"brightness","value":-2})").value, "-2");
    EXPECT_EQ(read_as<SettingTold>(R"({"type":"photo_quality","quality":70})").value, "70");
    auto const exposure = read_as<SettingTold>(R"({"type":"auto_exposure","enabled":true})");
    EXPECT_EQ(exposure.name, "auto_exposure");
    EXPECT_EQ(exposure.value, "true");
    EXPECT_EQ(read_as<SettingTold>(R"({"type":"contrast","value":{"deep":1}})").value, "");
}

TEST(Esp32camCodec, takes_echoes_and_strangers_as_other) {
    for (std::string const type : {"settings_status", "flash_intensity", "reset_position", "emergency_stop",
                                   "servo_command", "camera_settings_updated", "test", "frames", ""})
        EXPECT_EQ(read_as<Other>(R"({"type":")" + type + R"(","value":1,"status":"ok","size":3})").type, type);
    read_as<Other>("{}");
    read_as<Other>(R"({"type":null})");
}

TEST(Esp32camCodec, refuses_a_log_that_was_not_escaped) {
    EXPECT_FALSE(read(R"({"type":"log","message":"got {"type":"ping"}","log_type":"info"})"));
    EXPECT_FALSE(read("{\"type\":\"log\",\"message\":\"two\nlines\"}"));
    EXPECT_FALSE(read("[]"));
    EXPECT_FALSE(read(""));
}

TEST(Esp32camCodec, acknowledges_in_plain_ascii) {
    auto const ack = checked_for_boards(connection_ack());

    EXPECT_EQ(ack.at("type"), "connection_ack");
    EXPECT_EQ(ack.at("status"), "success");
    EXPECT_FALSE(ack.at("message").get<std::string>().empty());
}

} // namespace
} // namespace watchpost::protocol::esp32cam
