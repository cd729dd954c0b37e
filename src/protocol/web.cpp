#include "command_json.hpp"
#include "web_event.hpp"
#include "web_status.hpp"

#include <watchpost/protocol/json_text.hpp>
#include <watchpost/protocol/web.hpp>

namespace watchpost::protocol::web {
namespace {

ClientId client_id(Json const& object) {
    Fields const fields{object};
    if (auto text = fields.text("id")) return std::move(*text);
    if (auto const number = fields.whole("id", INT64_MIN, INT64_MAX)) return *number;
    return std::monostate{};
}

Json id_json(ClientId const& id) {
    if (auto const* const text = std::get_if<std::string>(&id)) return *text;
    if (auto const* const number = std::get_if<std::int64_t>(&id)) return *number;
    return {};
}

/// `command` says `servo`, or `action`.
Message read_command(Json const& object) {
    auto id = client_id(object);
    auto device = Fields{object}.text("device").value_or("");
    auto const it = object.find("command");
    if (it == object.end() || !it->is_object()) return BadCommand{std::move(id), "command: an object is expected"};
    auto const type = Fields{*it}.text("type").value_or("");
    if (type == "servo") {
        auto servo = command::servo_from(*it);
        if (!servo) return BadCommand{std::move(id), servo.error().message};
        return Command{std::move(id), std::move(device), servo->target, servo->time_to_live};
    }
    if (type == "action") {
        auto action = command::action_from(*it);
        if (!action) return BadCommand{std::move(id), action.error().message};
        return Command{std::move(id), std::move(device), std::move(*action), std::nullopt};
    }
    return BadCommand{std::move(id), "command.type: it must be servo or action"};
}

} // namespace

Result<Message> read(std::string_view text) {
    auto const object = parse_object(text);
    if (!object) return object.error();
    auto const type = Fields{*object}.text("type").value_or("");
    if (type == "ping") return Message{Ping{client_id(*object)}};
    if (type == "get_status") return Message{GetStatus{}};
    if (type == "authenticate") return Message{Authenticate{}};
    if (type == "start_stream") return Message{StartStream{}};
    if (type == "painted")
        if (auto const frame = Fields{*object}.whole("frame", 1, INT64_MAX)) {
            auto const want = Fields{*object}.whole("want", 0, 1'000'000).value_or(INT64_MAX);
            return Message{Painted{static_cast<std::uint64_t>(*frame), static_cast<std::uint64_t>(want)}};
        }
    if (type == "command") return read_command(*object);
    return Message{Ignored{}};
}

StatusText status_text(SystemStatus const& status) {
    auto json = status_json(status);
    Json moment{{"type", "status"}, {"timestamp", json["timestamp"]}, {"uptime", json["uptime"]}};
    json.erase("timestamp");
    json.erase("uptime");
    StatusText text{to_wire(moment), to_wire(json)};
    text.moment.back() = ','; // two objects become one
    text.rest.erase(0, 1);
    return text;
}

std::string status(SystemStatus const& status) {
    auto const text = status_text(status);
    return text.moment + text.rest;
}

std::string event(Event const& event) {
    return to_wire(event_json(event));
}

std::string pong() {
    return R"({"type":"pong"})";
}

std::string pong(ClientId const& id, WallTime now) {
    auto const since_1970 = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch());
    return to_wire(
        {{"type", "pong"}, {"id", id_json(id)}, {"server_time", static_cast<double>(since_1970.count()) / 1000}});
}

std::string authenticated(std::string_view username, std::string_view role) {
    return to_wire({{"type", "authenticated"}, {"username", username}, {"role", role}});
}

std::string stream_started() {
    return R"({"type":"stream_started"})";
}

std::string stream_error(std::string_view message) {
    return to_wire({{"type", "stream_error"}, {"message", message}});
}

std::string command_state(ClientId const& id, CommandReport const& report) {
    auto json = command::state_json(report);
    json["type"] = "command_state";
    json["id"] = id_json(id);
    json["command"] = report.id;
    return to_wire(json);
}

std::string command_refused(ClientId const& id, std::string_view why) {
    return to_wire({{"type", "command_state"},
                    {"id", id_json(id)},
                    {"command", nullptr},
                    {"state", to_string(CommandState::refused)},
                    {"detail", why},
                    {"rtt_ms", nullptr}});
}

std::string emergency_stop(DeviceId const& device) {
    return to_wire({{"type", "emergency_stop"}, {"device", device}});
}

std::string invalid_json(std::string_view why) {
    return to_wire({{"type", "error"}, {"code", "invalid_json"}, {"message", why}});
}

std::string status_document(SystemStatus const& status) {
    return to_wire(status_json(status));
}

std::string devices_document(std::vector<DeviceStatus> const& devices) {
    auto list = Json::array();
    for (auto const& device : devices)
        list.push_back(device_json(device));
    return to_wire({{"devices", std::move(list)}});
}

std::string events_document(std::vector<Event> const& events) {
    auto list = Json::array();
    for (auto const& event : events)
        list.push_back(event_json(event));
    return to_wire({{"events", std::move(list)}});
}

} // namespace watchpost::protocol::web
