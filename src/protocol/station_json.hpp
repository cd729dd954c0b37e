#pragma once

#include <watchpost/core/station.hpp>
#include <watchpost/protocol/json_text.hpp>

#include <initializer_list>

namespace watchpost::protocol::stations {

/// STATION of docs/reference.md.
Json station_json(StationStatus const& station);
Json preset_json(Preset const& preset);

/// Says which member of `object` is none of `allowed`.
std::optional<Error> unknown_member(Json const& object, std::initializer_list<char const*> allowed);

} // namespace watchpost::protocol::stations
