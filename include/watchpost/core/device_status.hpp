#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/device.hpp>
#include <watchpost/core/station.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace watchpost {

/// Something a board complained of, or we about it.
struct Complaint {
    WallTime time{};
    std::string message;
};

/// What a board tells of itself now and then; each field only when it does.
struct Telemetry {
    std::optional<std::string> firmware;
    std::optional<int> rssi_dbm;
    std::optional<std::uint64_t> memory_free_bytes;
    std::optional<int> servo1_angle; ///< degrees
    std::optional<int> servo2_angle; ///< degrees
    /// A clock of the board's that runs from its start, or from some moment of its own: one that goes back began anew.
    std::optional<std::chrono::milliseconds> board_clock;
    std::optional<std::string> reset_reason; ///< the board's word for why it started
};

/// Where a link comes from, as its handshake told.
struct PeerInfo {
    std::string address;              ///< canonical, without the port
    std::string library;              ///< User-Agent; empty when there was none
    std::size_t header_bytes = 0;     ///< of the handshake
    std::size_t repeated_headers = 0; ///< of those that a board says once
    bool secure = false;              ///< over TLS
    std::string credential{};         ///< what its cost is put down to (hub::Quotas); never told to anybody
    std::size_t boards = 1;           ///< that this credential is configured for
};

/// The last known state of one board.
struct DeviceStatus {
    DeviceKey key;
    bool online = false;
    std::optional<WallTime> last_seen;
    std::optional<WallTime> connected_since;
    PeerInfo peer;
    std::uint64_t connections = 0; ///< links since the daemon started
    std::uint64_t takeovers = 0;   ///< links that a newer one of the same board ended
    std::uint64_t bytes_received = 0;
    double bytes_per_second = 0;
    std::uint64_t invalid_messages = 0;
    std::uint64_t complaints = 0; ///< since the daemon started; the newest are in its LinkReport
    Telemetry telemetry;

    // A camera also has:
    std::uint64_t frames_received = 0;
    std::uint64_t frames_refused = 0;
    double fps = 0;
    std::uint16_t width = 0;  ///< pixels of the newest frame; 0 before the first
    std::uint16_t height = 0; ///< pixels of the newest frame; 0 before the first
    std::size_t viewers = 0;
};

/// Somebody who takes the frames of a camera.
struct ViewerStatus {
    DeviceId camera; ///< empty when there is no default camera to be shown
    std::string address;
    double fps = 0;
    std::optional<std::chrono::steady_clock::duration> age;     ///< of the newest frame when it was sent
    std::optional<std::chrono::steady_clock::duration> painted; ///< of the frame that its browser last told of
    std::uint64_t dropped = 0;
};

/// The whole picture at one moment.
struct SystemStatus {
    static constexpr std::size_t kMaxViewers = 100;

    WallTime time{};
    std::chrono::steady_clock::duration uptime{};
    std::size_t web_clients = 0;           ///< open `/ws` dashboards
    std::size_t viewers = 0;               ///< everyone who takes frames, over WebSocket or MJPEG
    std::vector<ViewerStatus> viewer_list; ///< the first kMaxViewers
    std::uint64_t invalid_messages = 0;
    std::optional<DeviceId> default_camera;
    std::vector<DeviceStatus> devices; ///< in a stable order: configured ones first
    std::vector<StationStatus> stations;
};

} // namespace watchpost
