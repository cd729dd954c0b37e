#pragma once

#include <watchpost/core/device_status.hpp>
#include <watchpost/core/frame.hpp>
#include <watchpost/core/rate_meter.hpp>

#include <map>
#include <vector>

namespace watchpost::hub {

/// The last known state of every board: the configured ones, and those that came by themselves. At most kMaxDevices;
/// beyond that the one that has been away longest is forgotten. One thread.
class StatusBoard {
public:
    static constexpr std::size_t kMaxDevices = 256;

    explicit StatusBoard(Clock const& clock)
        : clock_(clock) {}

    /// A board of the configuration: it is listed, in this order, even before it ever came.
    void declare(DeviceKey const& key);

    void came_online(DeviceKey const& key, PeerInfo peer);
    void went_offline(DeviceKey const& key);
    void was_taken_over(DeviceKey const& key);

    /// A message of `bytes` payload bytes came.
    void received(DeviceKey const& key, std::size_t bytes);
    /// A sign of life that is not a message, such as a pong.
    void seen(DeviceKey const& key);
    void told(DeviceKey const& key, Telemetry const& telemetry);
    void sent_invalid(DeviceKey const& key);
    void complained(DeviceKey const& key, std::string message);
    void sent_frame(Frame const& frame);
    void sent_refused_frame(DeviceKey const& key);
    void watched_by(DeviceId const& camera, std::size_t viewers);

    /// Brings the rates up to date; call about once a second.
    void refresh_rates();

    bool knows(DeviceKey const& key) const { return entries_.contains(key); }
    std::vector<DeviceStatus> devices() const;
    /// The ids of one kind, by name.
    std::vector<DeviceId> boards(DeviceKind kind) const;
    std::vector<DeviceId> cameras() const { return boards(DeviceKind::esp32cam); }
    /// The board of this kind that somebody at `address` probably is, who cannot say so: of those that are away the one
    /// that was there last, else the only one.
    std::optional<DeviceId> missing(DeviceKind kind, std::string_view address) const;
    /// What a board told of itself last; nothing for one that is not known.
    Telemetry telemetry(DeviceKey const& key) const;

    /// The first camera of the configuration that is online, else the one that has been online longest; when none is,
    /// the one that was it before, else the first that is known.
    std::optional<DeviceId> const& default_camera() const { return default_camera_; }

    /// Grows when something changed that a dashboard should be told of. Counters alone do not count; rates do.
    std::uint64_t version() const { return version_; }
    void touch() { ++version_; }

private:
    struct Entry {
        DeviceStatus status;
        RateMeter frames;
        RateMeter bytes;
        std::size_t rank = 0;
        bool configured = false;
        SteadyTime last_change{}; ///< when it came online or went offline
    };

    Entry& entry(DeviceKey const& key);
    void forget_one();
    void choose_default_camera();

    Clock const& clock_;
    std::map<DeviceKey, Entry> entries_;
    std::size_t next_rank_ = 0;
    std::optional<DeviceId> default_camera_;
    std::uint64_t version_ = 1;
};

} // namespace watchpost::hub
