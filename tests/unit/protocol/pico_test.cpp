#include "board_wire.hpp"

#include <watchpost/protocol/pico.hpp>

namespace watchpost::protocol::pico {
namespace {

using namespace std::chrono_literals;

template <class What>
What read_as(std::string const& text) {
    auto const message = read(text);
    if (!message || !std::holds_alternative<What>(message->what)) {
        ADD_FAILURE() << "read as something else: " << text;
        return {};
    }
    return std::get<What>(message->what);
}

TEST(PicoCodec, reads_connect_and_keeps_what_it_tells_but_not_the_token) {
    auto const message = read(R"({"type":"connect","device":"pico","timestamp":"1795000123","version":"2.0",
        "servo1_angle":95,"servo2_angle":70,"auth_token":"qwertyuiop...","memory_free":130500,"wifi_ssid":"attic",
        "connection_id":1795000123})");

    ASSERT_TRUE(message);
    EXPECT_TRUE(std::holds_alternative<Connect>(message->what));
    EXPECT_EQ(message->telemetry.firmware, "2.0");
    EXPECT_EQ(message->telemetry.servo1_angle, 95);
    EXPECT_EQ(message->telemetry.servo2_angle, 70);
    EXPECT_EQ(message->telemetry.memory_free_bytes, 130500u);
    EXPECT_EQ(message->telemetry.rssi_dbm, std::nullopt);
}

TEST(PicoCodec, reads_ping_and_pong_with_the_free_memory) {
    for (std::string const type : {"ping", "pong"}) {
        auto const message =
            read(R"({"memory_free":99000,"device":"pico","timestamp":"1795000200","type":")" + type + "\"}");
        ASSERT_TRUE(message) << type;
        EXPECT_EQ(std::holds_alternative<Ping>(message->what), type == "ping");
        EXPECT_EQ(std::holds_alternative<Pong>(message->what), type == "pong");
        EXPECT_EQ(message->telemetry.memory_free_bytes, 99000u);
    }
}

TEST(PicoCodec, reads_every_ack) {
    for (std::string const type :
         {"connection", "connection_ack", "servo", "servo_smooth", "action", "command", "status", "unknown", "error"}) {
        for (std::string const status : {"success", "error", "ignored"}) {
            auto const ack = read_as<Ack>(R"({"type":"ack","command_type":")" + type + R"(","status":")" + status +
                                          R"(","detail":"X=110, Y=65","timestamp":"1","device":"pico"})");
            EXPECT_EQ(ack.command_type, type);
            EXPECT_EQ(ack.status, status);
            EXPECT_EQ(ack.detail, "X=110, Y=65");
        }
    }
}

TEST(PicoCodec, reads_an_ack_with_a_raw_degree_sign) {
    EXPECT_EQ(read_as<Ack>("{\"type\":\"ack\",\"detail\":\"X=110\xC2\xB0\"}").detail, "X=110\xC2\xB0");
}

TEST(PicoCodec, reads_an_ack_whose_detail_is_an_object) {
    auto const ack = read_as<Ack>(R"({"type":"ack","command_type":"status","status":"success",
        "detail":{"servo1":{"current_angle":90,"target_angle":90,"moving":false},"uptime":12}})");

    EXPECT_EQ(ack.command_type, "status");
    EXPECT_EQ(ack.detail, "");
}

TEST(PicoCodec, reads_log_with_its_level) {
    auto const log = read_as<Log>(R"({"type":"log","message":"servo stuck","level":"warning","memory_free":1})");

    EXPECT_EQ(log.severity, Severity::warning);
    EXPECT_EQ(log.message, "servo stuck");
    EXPECT_EQ(read_as<Log>(R"({"type":"log","message":5})").severity, Severity::info);
}

TEST(PicoCodec, reads_sensor_data_and_survives_a_sequence_that_is_no_number) {
    auto const sample = read_as<SensorData>(R"({"type":"sensor_data","sensor_type":"light","data":{"sequence":2001}})");
    EXPECT_EQ(sample.sensor_type, "light");
    EXPECT_EQ(sample.sequence, 2001);

    for (std::string const data : {R"({"sequence":"7"})", R"({"sequence":null})", R"({"sequence":-1})",
                                   R"({"sequence":1e300})", "{}", "[]", "null", "7"})
        EXPECT_EQ(read_as<SensorData>(R"({"type":"sensor_data","data":)" + data + "}").sequence, 0) << data;
    EXPECT_EQ(read_as<SensorData>(R"({"type":"sensor_data"})").sequence, 0);
}

TEST(PicoCodec, takes_what_it_does_not_know_as_unknown) {
    for (std::string const type : {"servo", "test", "", "Ping"})
        EXPECT_EQ(read_as<Unknown>(R"({"type":")" + type + R"(","command":{"servo1":1,"servo2":2}})").type, type);
    read_as<Unknown>("{}");
    read_as<Unknown>(R"({"type":7})");
}

TEST(PicoCodec, refuses_what_is_not_an_object) {
    for (std::string const text : {"", "ping", "[]", "5", R"({"type":"ping")"})
        EXPECT_FALSE(read(text)) << text;
}

TEST(PicoCodec, believes_no_angle_and_no_memory_out_of_range) {
    auto const message = read(R"({"type":"connect","servo1_angle":181,"servo2_angle":-1,"memory_free":-5,"rssi":5,
        "version":7})");

    ASSERT_TRUE(message);
    EXPECT_EQ(message->telemetry.servo1_angle, std::nullopt);
    EXPECT_EQ(message->telemetry.servo2_angle, std::nullopt);
    EXPECT_EQ(message->telemetry.memory_free_bytes, std::nullopt);
    EXPECT_EQ(message->telemetry.rssi_dbm, std::nullopt);
    EXPECT_EQ(message->telemetry.firmware, std::nullopt);
}

TEST(PicoCodec, says_what_the_flashed_board_expects) {
    WallTime const now{1'795'000'000s + 250ms};
    struct Row {
        std::string text;
        std::string type;
        bool has_server_time;
    };
    for (auto const& [text, type, has_server_time] :
         {Row{connection_ack(now), "connection_ack", false}, Row{ping(now), "ping", true}, Row{pong(now), "pong", true},
          Row{invalid_json(now), "error", false}}) {
        auto const json = checked_for_boards(text);
        EXPECT_EQ(json.at("type"), type);
        EXPECT_EQ(json.at("timestamp"), "2026-11-18T11:06:40.250Z") << type;
        EXPECT_EQ(json.contains("server_time"), has_server_time) << type;
        if (has_server_time) {
            EXPECT_NEAR(json.at("server_time").get<double>(), 1'795'000'000.25, 0.001);
        }
    }
    EXPECT_EQ(checked_for_boards(connection_ack(now)).at("status"), "success");
    EXPECT_FALSE(checked_for_boards(connection_ack(now)).at("message").get<std::string>().empty());
    EXPECT_FALSE(checked_for_boards(invalid_json(now)).at("message").get<std::string>().empty());
}

TEST(PicoCodec, acks_a_sample_shortly_whatever_the_board_calls_it) {
    auto const ack = checked_for_boards(sensor_ack({"light", 12}, WallTime{1'795'000'000s}));
    EXPECT_EQ(ack.at("type"), "ack");
    EXPECT_EQ(ack.at("command_type"), "sensor_data");
    EXPECT_EQ(ack.at("status"), "success");
    EXPECT_EQ(ack.at("sensor_type"), "light");
    EXPECT_EQ(ack.at("sequence"), 12);
    EXPECT_TRUE(ack.contains("timestamp") && ack.contains("server_time"));

    for (std::string const part : {"x", "\x01", "\xC2\xB0", "\xF0\x9F\x93\xB7", "\"\\"}) {
        std::string name;
        while (name.size() < 16 * 1024)
            name += part;
        checked_for_boards(sensor_ack({name, INT64_MAX}, WallTime{1'795'000'000s}));
    }
}

} // namespace
} // namespace watchpost::protocol::pico
