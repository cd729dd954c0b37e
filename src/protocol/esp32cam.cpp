#include "telemetry.hpp"

#include <watchpost/protocol/esp32cam.hpp>

#include <algorithm>
#include <array>

namespace watchpost::protocol::esp32cam {
namespace {

constexpr std::array<std::string_view, 7> kSettings{"photo_quality", "brightness",    "contrast",          "saturation",
                                                    "sharpness",     "auto_exposure", "auto_white_balance"};

std::optional<int> percent(Fields const& fields, char const* name, int lowest) {
    auto const value = fields.whole(name, lowest, 100);
    return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

PhotoTerms read_terms(Json const& object) {
    Fields const fields{object};
    PhotoTerms terms;
    terms.quality = percent(fields, "quality", 1);
    if (auto const it = object.find("flash_enabled"); it != object.end() && it->is_boolean())
        terms.flash = it->get<bool>();
    if (terms.flash == true) terms.intensity = percent(fields, "flash_intensity", 0);
    return terms;
}

/// `{"type":"brightness","value":1}` and its kin: a number or a switch, under one of three names.
SettingTold read_setting(std::string name, Json const& object) {
    for (char const* member : {"value", "quality", "enabled"}) {
        auto const it = object.find(member);
        if (it != object.end() && (it->is_number_integer() || it->is_boolean())) return {std::move(name), to_wire(*it)};
    }
    return {std::move(name), ""};
}

bool has_capability(Json const& hello, char const* name) {
    auto const list = hello.find("capabilities");
    return list != hello.end() && list->is_array() && std::find(list->begin(), list->end(), name) != list->end();
}

} // namespace

Result<Message> read(std::string_view text) {
    auto const object = parse_object(text);
    if (!object) return object.error();
    Fields const fields{*object};
    auto const announced_size = fields.whole("size", 0, INT64_MAX);
    Message message{Other{}, read_telemetry(*object, std::chrono::milliseconds(1))};
    auto type = fields.text("type").value_or("");
    if (type == "frame" || type == "frame_metadata") {
        message.what = FrameAnnounced{announced_size};
    } else if (type == "photo_data" || type == "photo_metadata") {
        message.what = PhotoAnnounced{announced_size, read_terms(*object)};
    } else if (type == "heartbeat") {
        message.what = Heartbeat{};
    } else if (type == "connection" || type == "device_info") {
        message.what = Hello{has_capability(*object, "stream_rate")};
    } else if (type == "log") {
        // Cameras say `log_type`, other boards `level` (quirk Q9).
        auto const word = fields.text("log_type").value_or(fields.text("level").value_or(""));
        message.what = Log{severity_from(word), fields.text("message").value_or("")};
    } else if (type == "photo_sent") {
        message.what = PhotoSent{};
    } else if (type == "flash" || type == "system_reboot") {
        message.what = Answered{type, false, fields.text("status").value_or("")};
    } else if (type == "unknown_action") {
        message.what = Answered{fields.text("action").value_or(""), true, "the board does not know this action"};
    } else if (std::find(kSettings.begin(), kSettings.end(), type) != kSettings.end()) {
        message.what = read_setting(std::move(type), *object);
    } else if (type == "photo_error" || type == "system_error" || type == "system_warning" || type == "camera_error") {
        message.what = Trouble{std::move(type), fields.text("message").value_or("")};
    } else {
        message.what = Other{std::move(type)};
    }
    return message;
}

std::string action(DeviceAction const& action) {
    // At the top level, without a "type" (PROTOCOL section 4.3). An action beside settings would be an unknown one.
    Json json = Json::object();
    for (auto const& [name, value] : action.settings)
        std::visit([&, &key = name](auto plain) { json[key] = plain; }, value);
    if (action.settings.empty()) json["action"] = action.action;
    if (action.quality) json["quality"] = *action.quality;
    if (action.flash) json["flash"] = *action.flash;
    if (action.intensity) json["intensity"] = *action.intensity;
    return to_board_wire(json);
}

std::string stream_rate(std::optional<int> max_fps) {
    Json json{{"type", "stream"}};
    if (max_fps) json["max_fps"] = *max_fps;
    return to_board_wire(json);
}

std::string ping() {
    return to_board_wire({{"type", "ping"}});
}

std::string connection_ack() {
    return to_board_wire({{"type", "connection_ack"}, {"status", "success"}, {"message", "Connected to watchpost"}});
}

} // namespace watchpost::protocol::esp32cam
