#include "metrics.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>
#include <vector>

namespace watchpost::api {
namespace {

using Label = std::pair<std::string_view, std::string_view>;
using Labels = std::vector<Label>;

std::string shortly(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%g", value);
    return text.data();
}

/// Label values are ids and words of ours: nothing in them needs escaping.
class Page {
public:
    void family(std::string_view name, std::string_view type, std::string_view help) {
        name_ = "watchpost_" + std::string(name);
        text_ += "# HELP " + name_ + " " + std::string(help) + "\n# TYPE " + name_ + " " + std::string(type) + "\n";
    }

    template <class Number>
    void sample(Labels const& labels, Number value, std::string_view suffix = "") {
        text_ += name_ + std::string(suffix);
        char separator = '{';
        for (auto const& [name, label] : labels) {
            text_ += separator + std::string(name) + "=\"" + std::string(label) + "\"";
            separator = ',';
        }
        if (separator == ',') text_ += '}';
        text_ += " " + std::to_string(value) + "\n";
    }

    template <auto const& kBounds>
    void histogram(Labels const& labels, Histogram<kBounds> const& values) {
        auto const bucket = [&](std::string_view bound, std::uint64_t count) {
            auto with_bound = labels;
            with_bound.emplace_back("le", bound);
            sample(with_bound, count, "_bucket");
        };
        auto const within = values.within();
        for (std::size_t i = 0; i < within.size(); ++i)
            bucket(shortly(kBounds[i]), within[i]);
        bucket("+Inf", values.count());
        sample(labels, values.sum(), "_sum");
        sample(labels, values.count(), "_count");
    }

    std::string take() { return std::move(text_); }

private:
    std::string text_;
    std::string name_;
};

template <class Value>
void per_device(Page& page, std::vector<DeviceStatus> const& devices, bool cameras_only, Value value) {
    for (auto const& device : devices) {
        if (cameras_only && device.key.kind != DeviceKind::esp32cam) continue;
        page.sample({{"device", device.key.id}, {"kind", to_string(device.key.kind)}}, value(device));
    }
}

void write_devices(Page& page, std::vector<DeviceStatus> const& devices) {
    page.family("device_connected", "gauge", "1 while a link of the board is open.");
    per_device(page, devices, false, [](auto const& device) { return device.online ? 1 : 0; });
    page.family("device_received_bytes_total", "counter", "Payload bytes that came from the board.");
    per_device(page, devices, false, [](auto const& device) { return device.bytes_received; });
    page.family("device_invalid_messages_total", "counter", "Messages of the board that led to nothing.");
    per_device(page, devices, false, [](auto const& device) { return device.invalid_messages; });
    page.family("device_frames_received_total", "counter", "Frames that came from the camera and were passed on.");
    per_device(page, devices, true, [](auto const& device) { return device.frames_received; });
    page.family("device_frames_refused_total", "counter", "Frames of the camera that are not a sane JPEG.");
    per_device(page, devices, true, [](auto const& device) { return device.frames_refused; });
    page.family("device_reconnects_total", "counter", "Links of the board after its first.");
    for (auto const& device : devices) {
        auto const again = device.connections > 0 ? device.connections - 1 : 0;
        page.sample({{"device", device.key.id}, {"reason", "takeover"}}, device.takeovers);
        page.sample({{"device", device.key.id}, {"reason", "return"}}, again - std::min(again, device.takeovers));
    }
    page.family("device_rssi_dbm", "gauge", "Signal strength as the board told last.");
    for (auto const& device : devices)
        if (device.telemetry.rssi_dbm) page.sample({{"device", device.key.id}}, *device.telemetry.rssi_dbm);
}

void write_commands(Page& page, hub::CommandStats const& stats) {
    page.family("commands_total", "counter", "Commands that came to an end, by the state it came to.");
    for (auto const& [state, count] : stats.ends())
        page.sample({{"state", to_string(state)}}, count);
    page.family("command_ack_seconds", "histogram", "From sending a command to the board's answer.");
    for (auto const& [device, times] : stats.ack_times())
        page.histogram({{"device", device.id}}, times);
}

void write_storage(Page& page, archive::Gallery const& gallery) {
    page.family("storage_used_bytes", "gauge", "What the photos in the gallery take.");
    page.sample({}, gallery.used_bytes());
    page.family("photos", "gauge", "Photos in the gallery.");
    page.sample({}, gallery.count(std::nullopt));
}

} // namespace

std::string metrics(Sources const& sources) {
    auto const& hub = sources.hub;
    auto const& links = sources.links;
    auto const status = hub.status();
    Page page;
    page.family("build_info", "gauge", "1; the version is in the label.");
    page.sample({{"version", WATCHPOST_VERSION}}, 1);
    page.family("uptime_seconds", "gauge", "Seconds since the daemon started.");
    page.sample({}, std::chrono::duration<double>(status.uptime).count());
    write_devices(page, status.devices);
    write_commands(page, sources.command_stats);
    write_storage(page, sources.gallery);
    page.family("viewers", "gauge", "Open connections that take frames.");
    page.sample({}, status.viewers);
    page.family("viewer_frames_sent_total", "counter", "Frames sent to viewers.");
    page.sample({}, links.frames_sent());
    page.family("viewer_frames_dropped_total", "counter", "Frames that a viewer missed.");
    page.sample({{"reason", "newer_frame"}}, links.frames_dropped());
    page.family("frame_age_seconds", "histogram",
                "From a frame's arrival until the kernel took its last byte for a viewer.");
    page.histogram({}, links.frame_ages());
    page.family("connections_open", "gauge", "Open links.");
    for (auto const& [endpoint, count] : links.open())
        page.sample({{"endpoint", endpoint}}, count);
    page.family("connections_closed_total", "counter", "Links that ended.");
    for (auto const& [close, count] : links.closed())
        page.sample(
            {{"endpoint", close.endpoint}, {"reason", close.reason}, {"routine", close.routine ? "true" : "false"}},
            count);
    page.family("invalid_messages_total", "counter", "Messages that led to nothing.");
    for (auto const& [endpoint, count] : hub.traffic.invalid_messages)
        page.sample({{"endpoint", endpoint}}, count);
    page.family("unknown_messages_total", "counter", "Well-formed messages of a type that nobody knows.");
    for (auto const& [endpoint, count] : hub.traffic.unknown_messages)
        page.sample({{"endpoint", endpoint}}, count);
    page.family("refusals_total", "counter", "Requests of somebody who may not do that.");
    for (auto const& [reason, count] : hub.traffic.refusals)
        page.sample({{"reason", reason}}, count);
    return page.take();
}

} // namespace watchpost::api
