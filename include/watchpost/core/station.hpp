#pragma once

#include <watchpost/core/device.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace watchpost {

/// A camera and the Pico that turns it.
struct Station {
    DeviceId id;
    DeviceId camera;
    DeviceId pico;
    bool operator==(Station const&) const = default;
};

/// Where a station looks, in degrees 0 to 180.
struct Angles {
    int pan = 90;
    int tilt = 90;
    bool operator==(Angles const&) const = default;
};

/// The name of the preset that every station has: 90/90 until somebody sets it.
inline constexpr std::string_view kHome = "home";

/// 1 to 32 of the characters a-z, 0-9, _ and -: safe in a URL and in JSON.
bool is_preset_name(std::string_view name);

using Presets = std::map<std::string, Angles>; ///< by name
/// What every station remembers; also of stations that are not configured now.
using PresetTable = std::map<DeviceId, Presets>;
/// Never changed once it is shared, and so good for any thread.
using PresetTablePtr = std::shared_ptr<PresetTable const>;

struct Preset {
    std::string name;
    Angles angles;
    bool operator==(Preset const&) const = default;
};

struct StationStatus {
    Station station;
    std::vector<Preset> presets; ///< that were set; `home` first, then by name
};

} // namespace watchpost
