#pragma once

#include <watchpost/core/device_status.hpp>
#include <watchpost/core/frame.hpp>
#include <watchpost/core/guard.hpp>
#include <watchpost/core/member_list.hpp>
#include <watchpost/core/rate_meter.hpp>
#include <watchpost/hub/subscriber.hpp>

#include <deque>
#include <functional>
#include <map>
#include <vector>

namespace watchpost::hub {

/// Who wants to be known under a name.
struct Claimant {
    std::string credential;     ///< as in `PeerInfo`
    bool is_own = false;        ///< the name is one that the credential was made for
    bool is_local = false;      ///< this machine, which may take any name, and drops an old one for a new one
    std::size_t most_names = 0; ///< that the credential may make up
    /// Whether a credential still opens something; what belonged to one that does not is free.
    std::function<bool(std::string const&)> is_valid;
};

enum class Claim {
    granted,
    owned,    ///< another credential has the name, and the board was here within kRemembered
    too_many, ///< the credential has made up as many names as it may
    full,     ///< kMaxDevices, and all of them are online
};

/// The last known state of every board: the configured ones, and strangers, which came by themselves. At most
/// kMaxDevices (more only when more are configured); beyond that a stranger that is away is forgotten, of the
/// credential that has most of them the one that has been away longest. One thread.
class StatusBoard {
public:
    static constexpr std::size_t kMaxDevices = 256;
    /// Places for strangers, however many boards are configured.
    static constexpr std::size_t kLeastStrangers = 64;
    /// So long after it went, a stranger's name counts as its credential's.
    static constexpr std::chrono::hours kRemembered{24};
    static constexpr std::size_t kMaxComplaints = 20;     ///< for each board
    static constexpr std::size_t kLongestComplaint = 128; ///< bytes of it that are kept

    explicit StatusBoard(Clock const& clock)
        : clock_(clock) {}

    /// A board of the configuration: it is listed, in this order, even before it ever came.
    void declare(DeviceKey const& key);
    /// The boards of the configuration are these now. Others stay for as long as there is room.
    void configure(std::vector<DeviceKey> const& keys);

    /// Makes the board known, if it may be, before its link is there. (SECURITY rules 32, 35)
    Claim claim(DeviceKey const& key, Claimant const& by);

    /// `subscriber` lives at least as long as the guard.
    Guard subscribe(ForgetSubscriber& subscriber) { return forgetters_.join(subscriber); }

    void came_online(DeviceKey const& key, PeerInfo peer);
    void went_offline(DeviceKey const& key);
    void was_taken_over(DeviceKey const& key);

    /// A message of `bytes` payload bytes came.
    void received(DeviceKey const& key, std::size_t bytes);
    /// A sign of life that is not a message, such as a pong.
    void seen(DeviceKey const& key);
    void told(DeviceKey const& key, Telemetry const& telemetry);
    void sent_invalid(DeviceKey const& key);
    /// `message` may be a peer's; it is made safe.
    void complained(DeviceKey const& key, std::string_view message);
    void sent_frame(Frame const& frame);
    void sent_refused_frame(DeviceKey const& key);
    void watched_by(DeviceId const& camera, std::size_t viewers);

    /// Brings the rates up to date; call about once a second.
    void refresh_rates();

    bool knows(DeviceKey const& key) const { return entries_.contains(key); }
    /// The name belongs to another credential than this one, which holds: the configuration does not say whose it is,
    /// and the board is here, or is remembered.
    bool is_others(DeviceKey const& key, std::string const& credential,
                   std::function<bool(std::string const&)> const& is_valid) const;
    /// The token's credential that made this name up; null for boards of the configuration and of this machine.
    std::string const* made_up_by(DeviceKey const& key) const;
    std::vector<DeviceStatus> devices() const;
    /// The ids of one kind, by name.
    std::vector<DeviceId> boards(DeviceKind kind) const;
    std::vector<DeviceId> cameras() const { return boards(DeviceKind::esp32cam); }
    /// The board of this kind that somebody at `address` probably is, who cannot say so: of those that are away the one
    /// that was there last, else the only one.
    std::optional<DeviceId> missing(DeviceKind kind, std::string_view address) const;
    /// A board of this address is connected: its people are not shut out for what they say wrong.
    bool is_home(std::string_view address) const;
    /// What a board told of itself last; nothing for one that is not known.
    Telemetry telemetry(DeviceKey const& key) const;
    /// The newest first.
    std::vector<Complaint> complaints(DeviceKey const& key) const;

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
        std::deque<Complaint> complaints;
        std::size_t rank = 0;
        bool configured = false;
        bool is_own = false;      ///< its credential was made for it
        bool is_local = false;    ///< its owner is this machine
        std::string owner;        ///< the credential that had the name last; empty when that is not known
        SteadyTime last_change{}; ///< when it came online or went offline, or was first heard of
        bool is_stranger() const { return !configured && !is_own; }
    };
    using Entries = std::map<DeviceKey, Entry>;

    /// Null when it is not known, and there is no room for one more.
    Entry* entry(DeviceKey const& key);
    Entry& add(DeviceKey const& key);
    bool make_room();
    bool drop_name_of(Claimant const& by);
    bool forget_one();
    void forget(Entries::iterator it);
    std::size_t strangers() const;
    void choose_default_camera();

    Clock const& clock_;
    Entries entries_;
    MemberList<ForgetSubscriber> forgetters_;
    std::size_t next_rank_ = 0;
    std::optional<DeviceId> default_camera_;
    std::uint64_t version_ = 1;
};

} // namespace watchpost::hub
