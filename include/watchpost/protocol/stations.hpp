#pragma once

#include <watchpost/core/result.hpp>
#include <watchpost/core/station.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Stations and presets over HTTP (docs/reference.md). Bodies are read strictly: a number out of range, a member of the
/// wrong kind and one that nobody knows are errors that say what is allowed.
namespace watchpost::protocol::stations {

/// `{"pan":0-180,"tilt":0-180}`; nothing for `{}`, which means where the servos stand now.
Result<std::optional<Angles>> read_preset(std::string_view body);

/// What may be asked for when a station is sent to a preset: `{"smooth":true}`, `{}` or no body at all. True for
/// smooth.
Result<bool> read_go(std::string_view body);

std::string station_document(StationStatus const& station);
std::string stations_document(std::vector<StationStatus> const& stations);
std::string preset_document(Preset const& preset);
std::string presets_document(std::vector<Preset> const& presets);

} // namespace watchpost::protocol::stations
