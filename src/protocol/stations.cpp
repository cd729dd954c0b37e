#include "command_json.hpp"
#include "station_json.hpp"

#include <watchpost/core/printable.hpp>
#include <watchpost/protocol/stations.hpp>

#include <algorithm>

namespace watchpost::protocol::stations {
namespace {

Json presets_json(std::vector<Preset> const& presets) {
    auto list = Json::array();
    for (auto const& preset : presets)
        list.push_back(preset_json(preset));
    return list;
}

} // namespace

std::optional<Error> unknown_member(Json const& object, std::initializer_list<char const*> allowed) {
    for (auto const& [name, value] : object.items()) {
        if (std::find(allowed.begin(), allowed.end(), name) != allowed.end()) continue;
        std::string list;
        for (auto const* const known : allowed)
            list += (list.empty() ? "" : ", ") + std::string(known);
        return Error{"\"" + printable(name, 64) + "\" is not known here; allowed: " + list};
    }
    return std::nullopt;
}

Result<std::optional<Angles>> read_preset(std::string_view body) {
    auto const object = parse_object(body);
    if (!object) return Error{"the body is " + object.error().message};
    if (auto error = unknown_member(*object, {"pan", "tilt"})) return *error;
    if (object->empty()) return std::optional<Angles>();
    auto const target = command::servo_from(*object);
    if (!target) return target.error();
    for (auto const* const axis : {"pan", "tilt"})
        if (!object->contains(axis))
            return Error{std::string(axis) +
                         " is missing; a preset has pan and tilt, or neither for where the servos " + "stand now"};
    return std::optional(Angles{*target->target.pan, *target->target.tilt});
}

Result<bool> read_go(std::string_view body) {
    if (body.empty()) return false;
    auto const object = parse_object(body);
    if (!object) return Error{"the body is " + object.error().message};
    if (auto error = unknown_member(*object, {"smooth"})) return *error;
    auto const smooth = object->value("smooth", Json(false));
    if (!smooth.is_boolean()) return Error{"smooth: it must be true or false"};
    return smooth.get<bool>();
}

Json preset_json(Preset const& preset) {
    return {{"name", preset.name}, {"pan", preset.angles.pan}, {"tilt", preset.angles.tilt}};
}

Json station_json(StationStatus const& status) {
    return {{"id", status.station.id},
            {"camera", status.station.camera},
            {"pico", status.station.pico},
            {"presets", presets_json(status.presets)}};
}

std::string station_document(StationStatus const& station) {
    return to_wire(station_json(station));
}

std::string stations_document(std::vector<StationStatus> const& stations) {
    auto list = Json::array();
    for (auto const& station : stations)
        list.push_back(station_json(station));
    return to_wire({{"stations", std::move(list)}});
}

std::string preset_document(Preset const& preset) {
    return to_wire(preset_json(preset));
}

std::string presets_document(std::vector<Preset> const& presets) {
    return to_wire({{"presets", presets_json(presets)}});
}

} // namespace watchpost::protocol::stations
