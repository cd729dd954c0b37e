#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace watchpost {

enum class DeviceKind { esp32cam, pico };

/// "esp32cam" or "pico": the word used in URLs, JSON, metrics and the configuration.
std::string_view to_string(DeviceKind kind);
std::optional<DeviceKind> device_kind_from(std::string_view word);

/// Made of `[a-z0-9_-]`, 1 to 32 characters; safe in a URL, a file name, a metric label and a log line.
using DeviceId = std::string;

/// What remains of `raw` as a device id: upper case becomes lower case, every other foreign character a `-`, and what
/// is longer than 32 characters is cut. A MAC address "AA:BB:CC" becomes "aa-bb-cc". Nothing when `raw` is empty or has
/// no letter or digit at all.
std::optional<DeviceId> safe_device_id(std::string_view raw);

/// True when `id` is a device id as it stands.
bool is_device_id(std::string_view id);

/// A board is known by its kind and its id: a camera and a Pico may share a name.
struct DeviceKey {
    DeviceKind kind{};
    DeviceId id;
    auto operator<=>(DeviceKey const&) const = default;
};

} // namespace watchpost
