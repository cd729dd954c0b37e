#include "station_json.hpp"

#include <watchpost/protocol/preset_file.hpp>

namespace watchpost::protocol::preset_file {
namespace {

constexpr int kVersion = 1;

/// The member, when it is a list.
Result<Json const*> list_of(Json const& object, char const* name) {
    auto const it = object.find(name);
    if (it == object.end() || !it->is_array()) return Error{std::string(name) + " is not a list"};
    return &*it;
}

std::optional<Error> read_preset(Json const& entry, Presets& presets) {
    if (!entry.is_object()) return Error{"a preset is not an object"};
    if (auto error = stations::unknown_member(entry, {"name", "pan", "tilt"})) return error;
    Fields const fields{entry};
    auto const name = fields.text("name");
    if (!name || !is_preset_name(*name)) return Error{"a preset has no good name"};
    auto const pan = fields.whole("pan", 0, 180);
    auto const tilt = fields.whole("tilt", 0, 180);
    if (!pan || !tilt) return Error{"the preset " + *name + " has no angles from 0 to 180"};
    Angles const angles{static_cast<int>(*pan), static_cast<int>(*tilt)};
    if (!presets.emplace(*name, angles).second) return Error{"the preset " + *name + " is there twice"};
    return std::nullopt;
}

std::optional<Error> read_station(Json const& entry, PresetTable& table) {
    if (!entry.is_object()) return Error{"a station is not an object"};
    if (auto error = stations::unknown_member(entry, {"id", "presets"})) return error;
    auto const id = Fields{entry}.text("id");
    if (!id || !is_device_id(*id)) return Error{"a station has no good id"};
    auto const list = list_of(entry, "presets");
    if (!list) return list.error();
    auto const [place, is_new] = table.try_emplace(*id);
    if (!is_new) return Error{"the station " + *id + " is there twice"};
    for (auto const& preset : **list)
        if (auto error = read_preset(preset, place->second)) return error;
    return std::nullopt;
}

} // namespace

std::string write(PresetTable const& table) {
    auto list = Json::array();
    for (auto const& [id, presets] : table) {
        auto entries = Json::array();
        for (auto const& [name, angles] : presets)
            entries.push_back(stations::preset_json({name, angles}));
        list.push_back({{"id", id}, {"presets", std::move(entries)}});
    }
    return Json{{"version", kVersion}, {"stations", std::move(list)}}.dump(2) + "\n";
}

Result<PresetTable> read(std::string_view text) {
    auto const object = parse_object(text);
    if (!object) return object.error();
    if (auto error = stations::unknown_member(*object, {"version", "stations"})) return *error;
    if (Fields{*object}.whole("version", kVersion, kVersion) != kVersion)
        return Error{"its version is not " + std::to_string(kVersion)};
    auto const list = list_of(*object, "stations");
    if (!list) return list.error();
    PresetTable table;
    for (auto const& station : **list)
        if (auto error = read_station(station, table)) return *error;
    return table;
}

} // namespace watchpost::protocol::preset_file
