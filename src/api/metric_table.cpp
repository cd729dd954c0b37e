#include "metric_table.hpp"

#include <watchpost/logging/logging.hpp>

#include <algorithm>
#include <array>

namespace watchpost::api {
namespace {

using Page = MetricsPage;
using Facts = MetricFacts;

Page::Labels of(DeviceKey const& key) {
    return {{"device", key.id}, {"kind", to_string(key.kind)}};
}

Page::Labels of(DeviceKey const& key, std::string_view name, std::string_view value) {
    auto labels = of(key);
    labels.emplace_back(name, value);
    return labels;
}

/// One sample for each board that is known, or none where `value` answers an empty optional.
template <class Value>
void per_device(Page& page, Facts const& facts, Value value) {
    for (auto const& device : facts.status.devices)
        if (auto const number = value(device)) page.sample(of(device.key), *number);
}

template <class Value>
void per_camera(Page& page, Facts const& facts, Value value) {
    for (auto const& device : facts.status.devices)
        if (device.key.kind == DeviceKind::esp32cam) page.sample(of(device.key), value(device));
}

/// Of boards that are known; the link log may remember others longer.
template <class Visit>
void per_history(Facts const& facts, Visit visit) {
    auto const& histories = facts.sources.hub.links.histories();
    for (auto const& device : facts.status.devices)
        if (auto const it = histories.find(device.key); it != histories.end()) visit(it->second);
}

template <class Counts>
void per_label(Page& page, std::string_view label, Counts const& counts) {
    for (auto const& [value, count] : counts)
        page.sample({{label, value}}, count);
}

double seconds(SteadyTime::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

void write_findings(Page& page, Facts const& facts) {
    for (auto const& device : facts.status.devices) {
        auto const findings = facts.sources.hub.links.findings(device.key);
        for (auto const severity : {Severity::error, Severity::warning, Severity::info}) {
            auto const count = std::count_if(findings.begin(), findings.end(),
                                             [severity](auto const& one) { return one.severity == severity; });
            page.sample(of(device.key, "severity", to_string(severity)), static_cast<std::uint64_t>(count));
        }
    }
}

void write_newest_frames(Page& page, Facts const& facts) {
    auto const& hub = facts.sources.hub;
    per_device(page, facts, [&hub](auto const& device) -> std::optional<double> {
        auto const frame = device.key.kind == DeviceKind::esp32cam ? hub.registry.newest_frame(device.key.id) : nullptr;
        return frame ? std::optional(seconds(hub.clock.now() - frame->arrived)) : std::nullopt;
    });
}

void write_closes(Page& page, Facts const& facts) {
    for (auto const& [close, count] : facts.sources.links.closed())
        page.sample(
            {{"endpoint", close.endpoint}, {"reason", close.reason}, {"routine", close.routine ? "true" : "false"}},
            count);
}

void write_certificate(Page& page, Facts const& facts) {
    auto const& expiry = facts.sources.certificate_expiry;
    if (auto const time = expiry ? expiry() : std::nullopt)
        page.sample({}, std::chrono::duration<double>(time->time_since_epoch()).count());
}

/// Why not prometheus-cpp: its families are locked maps of atomics that whoever counts has to keep and to update. All
/// that we count is counted on the one loop thread, as plain numbers beside what they count, and is read on that same
/// thread when somebody asks. A row here costs nothing between two scrapes.
constexpr std::array kMetrics{
    Metric{"build_info", "gauge", "1; the version is in the label.",
           [](Page& page, Facts const&) {
               page.sample({{"version", WATCHPOST_VERSION}}, 1);
           }},
    Metric{"uptime_seconds", "gauge", "Seconds since the daemon started.",
           [](Page& page, Facts const& facts) { page.sample({}, seconds(facts.status.uptime)); }},

    Metric{"device_connected", "gauge", "1 while a link of the board is open.",
           [](Page& page, Facts const& facts) {
               per_device(page, facts, [](auto const& device) { return std::optional(device.online); });
           }},
    Metric{"device_received_bytes_total", "counter", "Payload bytes that came from the board.",
           [](Page& page, Facts const& facts) {
               per_device(page, facts, [](auto const& device) { return std::optional(device.bytes_received); });
           }},
    Metric{"device_invalid_messages_total", "counter", "Messages of the board that led to nothing.",
           [](Page& page, Facts const& facts) {
               per_device(page, facts, [](auto const& device) { return std::optional(device.invalid_messages); });
           }},
    Metric{"device_frames_received_total", "counter", "Frames that came from the camera and were passed on.",
           [](Page& page, Facts const& facts) {
               per_camera(page, facts, [](auto const& device) { return device.frames_received; });
           }},
    Metric{"device_frames_refused_total", "counter", "Frames of the camera that are not a sane JPEG.",
           [](Page& page, Facts const& facts) {
               per_camera(page, facts, [](auto const& device) { return device.frames_refused; });
           }},
    Metric{"device_newest_frame_age_seconds", "gauge", "Since the newest frame of the camera arrived.",
           write_newest_frames},
    Metric{"device_reconnects_total", "counter",
           "Links of the board after its first, by how the one before had ended; takeover when it had not.",
           [](Page& page, Facts const& facts) {
               per_history(facts, [&page](hub::LinkHistory const& history) {
                   for (auto const& [reason, count] : history.reconnects())
                       page.sample(of(history.key(), "reason", reason), count);
               });
           }},
    Metric{"device_restarts_total", "counter", "How often the board itself began anew, as far as it shows.",
           [](Page& page, Facts const& facts) {
               per_history(facts, [&page](hub::LinkHistory const& history) {
                   page.sample(of(history.key()), history.restarts());
               });
           }},
    Metric{"device_handshake_header_bytes", "gauge", "Headers of the board's last handshake.",
           [](Page& page, Facts const& facts) {
               per_history(facts, [&page](hub::LinkHistory const& history) {
                   page.sample(of(history.key()), std::uint64_t{history.peer().header_bytes});
               });
           }},
    Metric{"device_rssi_dbm", "gauge", "Signal strength as the board told last.",
           [](Page& page, Facts const& facts) {
               per_device(page, facts, [](auto const& device) { return device.telemetry.rssi_dbm; });
           }},
    Metric{"device_memory_free_bytes", "gauge", "Free memory as the board told last.",
           [](Page& page, Facts const& facts) {
               per_device(page, facts, [](auto const& device) { return device.telemetry.memory_free_bytes; });
           }},
    Metric{"device_findings", "gauge", "What the link doctor says of the board now, by severity.", write_findings},

    Metric{"commands_total", "counter", "Commands that came to an end, by the state it came to.",
           [](Page& page, Facts const& facts) {
               for (auto const& [state, count] : facts.sources.command_stats.ends())
                   page.sample({{"state", to_string(state)}}, count);
           }},
    Metric{"command_ack_seconds", "histogram", "From sending a command to the board's answer.",
           [](Page& page, Facts const& facts) {
               for (auto const& [device, times] : facts.sources.command_stats.ack_times())
                   if (facts.sources.hub.board.knows(device)) page.histogram(of(device), times);
           }},

    Metric{"storage_used_bytes", "gauge", "What the photos in the gallery take.",
           [](Page& page, Facts const& facts) { page.sample({}, facts.sources.gallery.used_bytes()); }},
    Metric{"storage_limit_bytes", "gauge", "What the photos may take; beyond, the oldest go.",
           [](Page& page, Facts const& facts) { page.sample({}, facts.sources.gallery.max_bytes()); }},
    Metric{"storage_writable", "gauge", "1 while photos can be kept, as far as is known.",
           [](Page& page, Facts const& facts) { page.sample({}, !facts.sources.gallery.trouble()); }},
    Metric{"storage_free_ratio", "gauge", "Free share of the disk that holds the data directory.",
           [](Page& page, Facts const& facts) {
               if (facts.free_percent) page.sample({}, *facts.free_percent / 100);
           }},
    Metric{"photos_refused_total", "counter", "Photos that were not kept, by why.",
           [](Page& page, Facts const& facts) { per_label(page, "reason", facts.sources.hub.traffic.refused_photos); }},
    Metric{"photos", "gauge", "Photos in the gallery.",
           [](Page& page, Facts const& facts) {
               page.sample({}, std::uint64_t{facts.sources.gallery.count(std::nullopt)});
           }},

    Metric{"dashboards", "gauge", "Open dashboards.",
           [](Page& page, Facts const& facts) { page.sample({}, std::uint64_t{facts.status.web_clients}); }},
    Metric{"viewers", "gauge", "Open connections that take frames.",
           [](Page& page, Facts const& facts) { page.sample({}, std::uint64_t{facts.status.viewers}); }},
    Metric{"viewer_frames_sent_total", "counter", "Frames sent to viewers.",
           [](Page& page, Facts const& facts) { page.sample({}, facts.sources.links.frames_sent()); }},
    Metric{"viewer_frames_dropped_total", "counter", "Frames that a viewer missed.",
           [](Page& page, Facts const& facts) {
               page.sample({{"reason", "newer_frame"}}, facts.sources.links.frames_dropped());
           }},
    Metric{"frame_age_seconds", "histogram", "From a frame's arrival until the kernel took its last byte for a viewer.",
           [](Page& page, Facts const& facts) { page.histogram({}, facts.sources.links.frame_ages()); }},

    Metric{"connections_open", "gauge", "Open links.",
           [](Page& page, Facts const& facts) { per_label(page, "endpoint", facts.sources.links.open()); }},
    Metric{"connections_closed_total", "counter", "Links that ended.", write_closes},
    Metric{
        "connections_refused_total", "counter", "Connections for which there was no room, by what was short.",
        [](Page& page, Facts const& facts) { per_label(page, "reason", facts.sources.server_stats.refused.counts()); }},
    Metric{"tls_handshakes_total", "counter", "TLS handshakes, by what became of them.",
           [](Page& page, Facts const& facts) {
               per_label(page, "result", facts.sources.server_stats.handshakes.counts());
           }},
    Metric{"tls_certificate_expiry_timestamp_seconds", "gauge",
           "When the certificate that is in force ends, in seconds since 1970.", write_certificate},
    Metric{"invalid_messages_total", "counter", "Messages that led to nothing.",
           [](Page& page, Facts const& facts) {
               per_label(page, "endpoint", facts.sources.hub.traffic.invalid_messages);
           }},
    Metric{"unknown_messages_total", "counter", "Well-formed messages of a type that nobody knows.",
           [](Page& page, Facts const& facts) {
               per_label(page, "endpoint", facts.sources.hub.traffic.unknown_messages);
           }},
    Metric{"pictures_trimmed_total", "counter", "Pictures around which bytes were cut off.",
           [](Page& page, Facts const& facts) {
               per_label(page, "endpoint", facts.sources.hub.traffic.trimmed_pictures);
           }},
    Metric{"over_quota_total", "counter",
           "What boards sent or caused beyond their credential's share, and was dropped.",
           [](Page& page, Facts const& facts) { per_label(page, "what", facts.sources.hub.traffic.over_quota); }},
    Metric{"refusals_total", "counter", "Requests of somebody who may not do that.",
           [](Page& page, Facts const& facts) { per_label(page, "reason", facts.sources.hub.traffic.refusals); }},
    Metric{"log_lines_dropped_total", "counter", "Lines of the log that nobody took in time.",
           [](Page& page, Facts const&) { page.sample({}, log_lines_dropped()); }},
};

} // namespace

std::span<Metric const> metric_table() {
    return kMetrics;
}

} // namespace watchpost::api
