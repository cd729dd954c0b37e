#include "web_status.hpp"

#include "station_json.hpp"

#include <watchpost/protocol/web.hpp>

#include <cmath>

namespace watchpost::protocol::web {
namespace {

Json text_or_null(std::string const& text) {
    return text.empty() ? Json() : Json(text);
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
/// when the latest was.
Json old_device_status(SystemStatus const& status, DeviceKind kind) {
    bool online = false;
    std::optional<WallTime> last_seen;
    auto errors = Json::array();
    for (auto const& device : status.devices) {
        if (device.key.kind != kind) continue;
        online = online || device.online;
        if (device.last_seen && (!last_seen || *device.last_seen > *last_seen)) last_seen = device.last_seen;
        for (auto const& complaint : device.complaints)
            if (errors.size() < DeviceStatus::kMaxComplaints) errors.push_back(complaint.message);
    }
    return {{"online", online}, {"last_seen", time_or_null(last_seen)}, {"errors", std::move(errors)}};
}

} // namespace

Json device_json(DeviceStatus const& device) {
    auto errors = Json::array();
    for (auto const& complaint : device.complaints)
        errors.push_back({{"time", to_rfc3339(complaint.time)}, {"message", complaint.message}});
    Json json{
        {"id", device.key.id},
        {"kind", to_string(device.key.kind)},
        {"online", device.online},
        {"last_seen", time_or_null(device.last_seen)},
        {"connected_since", time_or_null(device.connected_since)},
        {"address", text_or_null(device.peer.address)},
        {"library", text_or_null(device.peer.library)},
        {"reconnects", device.connections > 0 ? device.connections - 1 : 0},
        {"takeovers", device.takeovers},
        {"bytes_received", device.bytes_received},
        {"bytes_per_second", std::round(device.bytes_per_second)},
        {"invalid_messages", device.invalid_messages},
        {"errors", std::move(errors)},
        {"rssi_dbm", or_null(device.telemetry.rssi_dbm)},
        {"memory_free_bytes", or_null(device.telemetry.memory_free_bytes)},
        {"firmware", or_null(device.telemetry.firmware)},
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
    auto devices = Json::array();
    for (auto const& device : status.devices)
        devices.push_back(device_json(device));
    auto viewers = Json::array();
    for (auto const& viewer : status.viewer_list)
        viewers.push_back(viewer_json(viewer));
    auto list = Json::array();
    for (auto const& station : status.stations)
        list.push_back(stations::station_json(station));
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
        {"stations", std::move(list)},
    };
}

} // namespace watchpost::protocol::web
