#include "web_status.hpp"

#include "station_json.hpp"

#include <watchpost/core/printable.hpp>
#include <watchpost/protocol/web.hpp>

#include <cmath>

namespace watchpost::protocol::web {
namespace {

/// Of a whole status, and of what is kept in it for the lists that are not the boards'.
constexpr std::size_t kMaxStatus = 64 * 1024;
constexpr std::size_t kMaxList = 12 * 1024;
constexpr std::size_t kMaxRest = 4 * 1024;
constexpr std::size_t kLongestTold = 128;

Json text_or_null(std::string const& text) {
    return text.empty() ? Json() : Json(text);
}

/// What JSON writes for the byte.
std::size_t cost_of(unsigned char c) {
    if (c < 0x20) return 6;
    return c == '"' || c == '\\' ? 2 : 1;
}

/// What a board says of itself, in at most kLongestTold bytes of the message.
Json told_text(std::string const& text) {
    if (text.empty()) return {};
    auto shown = valid_utf8(text);
    std::size_t cost = 0;
    std::size_t end = 0; // behind the last whole character that has room
    for (std::size_t i = 0; i < shown.size(); ++i) {
        auto const c = static_cast<unsigned char>(shown[i]);
        if ((c & 0xC0U) != 0x80U) end = i;
        cost += cost_of(c);
        if (cost <= kLongestTold) continue;
        shown.resize(end);
        break;
    }
    return shown;
}

/// As many of `items`, from the first on, as take at most `room` bytes, which become fewer by that.
template <class Item, class Write>
Json as_many(std::vector<Item> const& items, std::size_t& room, Write write) {
    auto list = Json::array();
    for (auto const& item : items) {
        auto json = write(item);
        auto const size = to_wire(json).size() + 1;
        if (size > room) break;
        room -= size;
        list.push_back(std::move(json));
    }
    return list;
}

double rounded(double value) {
    return std::round(value * 10) / 10;
}

double seconds(std::chrono::steady_clock::duration duration) {
    return rounded(std::chrono::duration<double>(duration).count());
}

Json whole_milliseconds(std::optional<std::chrono::steady_clock::duration> const& duration) {
    if (!duration) return {};
    return std::llround(std::chrono::duration<double, std::milli>(*duration).count());
}

/// What the old dashboard knows: one board of each kind. With several, it is online when one of them is, and was seen
/// when the latest was. It wants a list of errors; those that there are stand in each board's diagnosis (quirk Q14).
Json old_device_status(SystemStatus const& status, DeviceKind kind) {
    bool online = false;
    std::optional<WallTime> last_seen;
    for (auto const& device : status.devices) {
        if (device.key.kind != kind) continue;
        online = online || device.online;
        if (device.last_seen && (!last_seen || *device.last_seen > *last_seen)) last_seen = device.last_seen;
    }
    return {{"online", online}, {"last_seen", time_or_null(last_seen)}, {"errors", Json::array()}};
}

} // namespace

Json device_json(DeviceStatus const& device) {
    Json json{
        {"id", device.key.id},
        {"kind", to_string(device.key.kind)},
        {"online", device.online},
        {"last_seen", time_or_null(device.last_seen)},
        {"connected_since", time_or_null(device.connected_since)},
        {"address", text_or_null(device.peer.address)},
        {"library", told_text(device.peer.library)},
        {"reconnects", device.connections > 0 ? device.connections - 1 : 0},
        {"takeovers", device.takeovers},
        {"bytes_received", device.bytes_received},
        {"bytes_per_second", std::round(device.bytes_per_second)},
        {"invalid_messages", device.invalid_messages},
        {"complaints", device.complaints},
        {"rssi_dbm", or_null(device.telemetry.rssi_dbm)},
        {"memory_free_bytes", or_null(device.telemetry.memory_free_bytes)},
        {"firmware", told_text(device.telemetry.firmware.value_or(""))},
    };
    if (device.key.kind == DeviceKind::esp32cam) {
        json["frames_received"] = device.frames_received;
        json["frames_refused"] = device.frames_refused;
        json["fps"] = rounded(device.fps);
        json["width"] = device.width > 0 ? Json(device.width) : Json();
        json["height"] = device.height > 0 ? Json(device.height) : Json();
        json["viewers"] = device.viewers;
    } else {
        json["servo1_angle"] = or_null(device.telemetry.servo1_angle);
        json["servo2_angle"] = or_null(device.telemetry.servo2_angle);
    }
    return json;
}

Json viewer_json(ViewerStatus const& viewer) {
    return {{"camera", text_or_null(viewer.camera)},
            {"address", viewer.address},
            {"fps", rounded(viewer.fps)},
            {"age_ms", whole_milliseconds(viewer.age)},
            {"painted_ms", whole_milliseconds(viewer.painted)},
            {"dropped", viewer.dropped}};
}

std::string frame_age(std::uint64_t frame, ViewerStatus const& viewer) {
    return to_wire({{"type", "age"},
                    {"frame", frame},
                    {"age_ms", whole_milliseconds(viewer.painted)},
                    {"fps", rounded(viewer.fps)},
                    {"dropped", viewer.dropped}});
}

Json status_json(SystemStatus const& status) {
    auto viewer_room = kMaxList;
    auto viewers = as_many(status.viewer_list, viewer_room, viewer_json);
    auto station_room = kMaxList;
    auto list = as_many(status.stations, station_room, stations::station_json);
    auto room = kMaxStatus - kMaxRest - (kMaxList - viewer_room) - (kMaxList - station_room);
    auto devices = as_many(status.devices, room, device_json);
    auto const devices_more = status.devices.size() - devices.size();
    auto const stations_more = status.stations.size() - list.size();
    return {
        {"timestamp", to_rfc3339(status.time)},
        {"system_ready", true},
        {"version", WATCHPOST_VERSION},
        {"uptime", seconds(status.uptime)},
        {"web_clients_count", status.web_clients},
        {"active_clients_count", status.web_clients + status.viewers},
        {"viewers", status.viewers},
        {"viewer_list", std::move(viewers)},
        {"default_camera", or_null(status.default_camera)},
        {"device_status",
         {{"pico", old_device_status(status, DeviceKind::pico)},
          {"esp32cam", old_device_status(status, DeviceKind::esp32cam)}}},
        {"error_counts", {{"invalid_messages", status.invalid_messages}}},
        {"devices", std::move(devices)},
        {"devices_more", devices_more},
        {"stations", std::move(list)},
        {"stations_more", stations_more},
    };
}

} // namespace watchpost::protocol::web
