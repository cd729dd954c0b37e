#include "telemetry.hpp"

#include <watchpost/protocol/pico.hpp>

#include <charconv>

namespace watchpost::protocol::pico {
namespace {

double unix_seconds(WallTime time) {
    return std::chrono::duration<double>(time.time_since_epoch()).count();
}

Json stamped(std::string_view type, WallTime now) {
    return {{"type", type}, {"timestamp", to_rfc3339(now)}, {"server_time", unix_seconds(now)}};
}

std::optional<int> angle_behind(std::string_view mark, std::string_view detail) {
    auto const begin = detail.find(mark);
    if (begin == std::string_view::npos) return std::nullopt;
    auto const digits = detail.substr(begin + mark.size());
    int angle = 0;
    auto const result = std::from_chars(digits.data(), digits.data() + digits.size(), angle);
    if (result.ec != std::errc{} || angle < 0 || angle > 180) return std::nullopt;
    return angle;
}

} // namespace

Result<Message> read(std::string_view text) {
    auto const object = parse_object(text);
    if (!object) return object.error();
    Fields const fields{*object};
    Message message{Unknown{}, read_telemetry(*object, std::chrono::seconds(1))};
    auto type = fields.text("type").value_or("");
    if (type == "connect") {
        message.what = Connect{};
    } else if (type == "ping") {
        message.what = Ping{};
    } else if (type == "pong") {
        message.what = Pong{};
    } else if (type == "ack") {
        auto detail = fields.text("detail").value_or("");
        auto const pan = angle_behind("X=", detail);
        auto const tilt = angle_behind("Y=", detail);
        message.what = Ack{fields.text("command_type").value_or(""), fields.text("status").value_or(""),
                           std::move(detail), pan, tilt};
    } else if (type == "log") {
        message.what = Log{severity_from(fields.text("level").value_or("")), fields.text("message").value_or("")};
    } else if (type == "sensor_data") {
        // The sequence is inside `data`; anything but a number is taken as 0 (quirk Q24).
        auto const data = object->find("data");
        auto const sequence =
            data != object->end() && data->is_object() ? Fields{*data}.whole("sequence", 0, INT64_MAX) : std::nullopt;
        message.what = SensorData{fields.text("sensor_type").value_or(""), sequence.value_or(0)};
    } else {
        message.what = Unknown{std::move(type)};
    }
    return message;
}

std::string connection_ack(WallTime now) {
    return to_board_wire({{"type", "connection_ack"},
                          {"status", "success"},
                          {"message", "Connected to watchpost"},
                          {"timestamp", to_rfc3339(now)}});
}

std::string ping(WallTime now) {
    return to_board_wire(stamped("ping", now));
}

std::string pong(WallTime now) {
    return to_board_wire(stamped("pong", now));
}

std::string command(CommandBody const& body, WallTime now) {
    if (auto const* const action = std::get_if<DeviceAction>(&body))
        return to_board_wire(
            {{"type", "action"}, {"command", {{"action", action->action}}}, {"timestamp", to_rfc3339(now)}});
    auto const& target = std::get<ServoTarget>(body);
    return to_board_wire({{"type", target.smooth ? "servo_smooth" : "servo"},
                          {"command", {{"servo1", target.pan.value_or(90)}, {"servo2", target.tilt.value_or(90)}}},
                          {"timestamp", to_rfc3339(now)},
                          {"source", "web_interface"}});
}

std::string sensor_ack(SensorData const& data, WallTime now) {
    auto json = stamped("ack", now);
    json["command_type"] = "sensor_data";
    json["status"] = "success";
    json["sensor_type"] = data.sensor_type.substr(0, 64);
    json["sequence"] = data.sequence;
    return to_board_wire(json);
}

std::string invalid_json(WallTime now) {
    return to_board_wire({{"type", "error"},
                          {"code", "invalid_json"},
                          {"message", "not a JSON object"},
                          {"timestamp", to_rfc3339(now)}});
}

} // namespace watchpost::protocol::pico
