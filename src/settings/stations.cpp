#include "stations.hpp"

#include "entry_keys.hpp"
#include "typed_value.hpp"

#include <watchpost/json/json.hpp>

#include <algorithm>

namespace watchpost::settings {
namespace {

using nlohmann::json;

constexpr std::size_t kMostStations = 256; // as many as there may be boards

std::optional<Error> read_id(std::string const& where, json const& entry, char const* key, DeviceId& id) {
    id = plain_text(entry[key]).value_or("");
    if (is_device_id(id)) return std::nullopt;
    return Error{where + "." + key + " is " + shown(entry[key]) +
                 "; it must be 1 to 32 of the characters a-z, 0-9, _ and -"};
}

Result<Station> read_station(std::string const& where, json const& entry) {
    if (!entry.is_object())
        return Error{where + " is " + shown(entry) + "; it must be an object with id, camera and pico"};
    static EntryKeys const keys{{"id", "camera", "pico"}, {}, "a station has id, camera and pico"};
    if (auto wrong = check_keys(where, entry, keys)) return *wrong;
    Station station;
    if (auto wrong = read_id(where, entry, "id", station.id)) return *wrong;
    if (auto wrong = read_id(where, entry, "camera", station.camera)) return *wrong;
    if (auto wrong = read_id(where, entry, "pico", station.pico)) return *wrong;
    return station;
}

} // namespace

Result<std::vector<Station>> read_stations(json const& list) {
    if (!list.is_array())
        return Error{"stations is " + shown(list) + "; it must be a list of objects with id, camera and pico"};
    if (list.size() > kMostStations)
        return Error{"stations has " + std::to_string(list.size()) + " entries; it must have at most " +
                     std::to_string(kMostStations)};
    std::vector<Station> stations;
    for (auto const& entry : list) {
        auto const where = "stations[" + std::to_string(stations.size()) + "]";
        auto station = read_station(where, entry);
        if (!station) return station.error();
        bool const taken = std::any_of(stations.begin(), stations.end(),
                                       [&](Station const& earlier) { return earlier.id == station->id; });
        if (taken)
            return Error{where + ".id is " + in_quotes(station->id) +
                         ", which an earlier station has already; every id must be unique"};
        stations.push_back(std::move(*station));
    }
    return stations;
}

} // namespace watchpost::settings
