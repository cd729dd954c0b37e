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

/// What `device_id_from` takes, in words for people: ASCII, for a header too.
inline constexpr std::string_view kDeviceIdRule = "1 to 32 of the characters a-z, 0-9, _ and -, or a MAC address";

/// The id that `raw`, which a peer sent, is. Nothing is cut or replaced, so that two names never become one: what is no
/// id as it stands is none, with one exception. Flashed cameras send their MAC address as "AA:BB:CC:DD:EE:FF"
/// (PROTOCOL section 2), which is "aa-bb-cc-dd-ee-ff" here: of an address its six bytes count, and neither the case of
/// their digits nor what stands between them, so two addresses keep two ids. (SECURITY rule 35)
std::optional<DeviceId> device_id_from(std::string_view raw);

/// True when `id` is a device id as it stands.
bool is_device_id(std::string_view id);

/// A board is known by its kind and its id: a camera and a Pico may share a name.
struct DeviceKey {
    DeviceKind kind{};
    DeviceId id;
    auto operator<=>(DeviceKey const&) const = default;
};

} // namespace watchpost
