#include "command_json.hpp"

#include <algorithm>
#include <array>

namespace watchpost::protocol::command {
namespace {

constexpr std::array<std::string_view, 8> kActions{"capture_photo",  "flash_on",        "flash_off",
                                                   "photo_quality",  "camera_settings", "reset_position",
                                                   "emergency_stop", "system_reboot"};

/// What can be set on a camera that understands it (PROTOCOL section 4.3).
struct Range {
    char const* name;
    int lowest;
    int highest;
};
constexpr std::array kNumbers{Range{"photo_quality", 1, 100}, Range{"brightness", -2, 2}, Range{"contrast", -2, 2},
                              Range{"saturation", -2, 2}, Range{"sharpness", -2, 2}};
constexpr std::array kSwitches{"auto_exposure", "auto_white_balance"};

Error not_allowed(char const* name, Json const& value, std::string const& allowed) {
    constexpr std::size_t longest = 64;
    auto shown = to_wire(value);
    if (shown.size() > longest) shown = "that value";
    return {std::string(name) + ": " + shown + " is not allowed; it must be " + allowed};
}

/// Sets `out` from the member if there is one; answers what is wrong with it.
std::optional<Error> read_whole(Json const& object, char const* name, int lowest, int highest,
                                std::optional<int>& out) {
    auto const it = object.find(name);
    if (it == object.end()) return std::nullopt;
    auto const value = Fields{object}.whole(name, lowest, highest);
    if (!value)
        return not_allowed(name, *it,
                           "a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest));
    out = static_cast<int>(*value);
    return std::nullopt;
}

std::optional<Error> read_bool(Json const& object, char const* name, std::optional<bool>& out) {
    auto const it = object.find(name);
    if (it == object.end()) return std::nullopt;
    if (!it->is_boolean()) return not_allowed(name, *it, "true or false");
    out = it->get<bool>();
    return std::nullopt;
}

std::optional<Error> read_settings(Json const& object, std::vector<CameraSetting>& out) {
    for (auto const& [name, lowest, highest] : kNumbers) {
        std::optional<int> value;
        if (auto error = read_whole(object, name, lowest, highest, value)) return error;
        if (value) out.push_back({name, *value});
    }
    for (auto const* name : kSwitches) {
        std::optional<bool> value;
        if (auto error = read_bool(object, name, value)) return error;
        if (value) out.push_back({name, *value});
    }
    if (!out.empty()) return std::nullopt;
    return Error{
        "camera_settings names nothing to set; it must have one or more of photo_quality, brightness, contrast, "
        "saturation, sharpness, auto_exposure, auto_white_balance"};
}

} // namespace

Result<Servo> servo_from(Json const& object) {
    Servo servo;
    std::optional<int> time_to_live;
    std::optional<bool> smooth;
    if (auto error = read_whole(object, "pan", 0, 180, servo.target.pan)) return *error;
    if (auto error = read_whole(object, "tilt", 0, 180, servo.target.tilt)) return *error;
    if (auto error = read_bool(object, "smooth", smooth)) return *error;
    if (auto error = read_whole(object, "ttl_ms", 1'000, 3'600'000, time_to_live)) return *error;
    if (!servo.target.pan && !servo.target.tilt)
        return Error{"pan and tilt are missing; at least one must be a whole number from 0 to 180"};
    servo.target.smooth = smooth.value_or(false);
    if (time_to_live) servo.time_to_live = std::chrono::milliseconds(*time_to_live);
    return servo;
}

Result<DeviceAction> action_from(Json const& object) {
    DeviceAction action;
    auto const it = object.find("action");
    action.action = Fields{object}.text("action").value_or("");
    if (std::find(kActions.begin(), kActions.end(), action.action) == kActions.end()) {
        std::string allowed;
        for (auto const known : kActions)
            allowed += (allowed.empty() ? "" : ", ") + std::string(known);
        return not_allowed("action", it == object.end() ? Json() : *it, "one of " + allowed);
    }
    if (auto error = read_whole(object, "quality", 1, 100, action.quality)) return *error;
    if (auto error = read_bool(object, "flash", action.flash)) return *error;
    if (auto error = read_whole(object, "intensity", 0, 100, action.intensity)) return *error;
    if (action.action == "camera_settings")
        if (auto error = read_settings(object, action.settings)) return *error;
    if (action.action == "photo_quality") {
        if (!action.quality) return Error{"quality is missing; it must be a whole number from 1 to 100"};
        return DeviceAction{"camera_settings", {}, {}, {}, {{"photo_quality", *action.quality}}};
    }
    return action;
}

Result<Servo> read_servo(std::string_view text) {
    auto const object = parse_object(text);
    if (!object)
        return Error{"the body is " + object.error().message +
                     "; it must be an object with pan or tilt or both, a whole number from 0 to 180, and may have "
                     "smooth, true or false, and ttl_ms, a whole number from 1000 to 3600000"};
    return servo_from(*object);
}

Result<DeviceAction> read_action(std::string_view text) {
    auto const object = parse_object(text);
    if (!object)
        return Error{"the body is " + object.error().message +
                     "; it must be an object with action, and may have quality, a whole number from 1 to 100, flash, "
                     "true or false, and intensity, a whole number from 0 to 100"};
    return action_from(*object);
}

Json state_json(CommandReport const& report) {
    return {{"state", to_string(report.state)},
            {"detail", report.detail},
            {"rtt_ms", report.round_trip ? Json(report.round_trip->count()) : Json()}};
}

std::string document(CommandReport const& report) {
    auto json = state_json(report);
    json["id"] = report.id;
    json["device"] = report.device.id;
    json["kind"] = to_string(report.device.kind);
    json["changed"] = to_rfc3339(report.changed);
    return to_wire(json);
}

} // namespace watchpost::protocol::command
