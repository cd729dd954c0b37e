#pragma once

#include <watchpost/core/guard.hpp>
#include <watchpost/core/member_list.hpp>
#include <watchpost/hub/event_feed.hpp>
#include <watchpost/hub/identity_conflicts.hpp>
#include <watchpost/hub/quotas.hpp>
#include <watchpost/hub/status_board.hpp>
#include <watchpost/hub/subscriber.hpp>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace watchpost::hub {

/// A board's place in the registry. Leaving tells the dashboards that the board is offline, unless a newer link has
/// taken the place already.
class [[nodiscard]] Attachment {
public:
    Attachment() = default;
    Attachment(Attachment&&) noexcept = default;
    Attachment& operator=(Attachment&& other) noexcept;
    ~Attachment() { leave("the link was lost"); }

    /// False once a newer link has the place, or after `leave`.
    bool is_current() const;
    void leave(std::string reason);

private:
    friend class ConnectionRegistry;
    struct Place;
    std::shared_ptr<Place> place_;
};

/// Who is connected, and the way of a frame from one camera to everyone who watches it. Nothing in here waits or
/// copies a picture. One thread.
class ConnectionRegistry final : private ForgetSubscriber {
public:
    /// Bytes of newest pictures that are kept for the cameras which one credential made up; one picture in any case.
    static constexpr std::size_t kMostStrangersBytes = 4 * 1024 * 1024;

    ConnectionRegistry(Clock const& clock, StatusBoard& board, EventFeed& events, Quotas& quotas);
    ~ConnectionRegistry();

    /// `viewer` gets the newest frame at once, if there is one, then each frame of `camera`, or of the default camera
    /// when none is named. It lives at least as long as the guard, and the registry longer than both.
    Guard join_viewer(FrameSubscriber& viewer, std::optional<DeviceId> camera);

    /// False while two boards fight for this identity; the dashboards are told once.
    bool admits(DeviceKey const& key);

    /// The board is online from now on. A link that had the place is told `on_replaced` and has lost it by then;
    /// nobody sees the board offline in between. `link` lives at least as long as the attachment.
    Attachment attach(DeviceKey key, DeviceLink& link, PeerInfo peer);

    /// Hands `frame` to everyone who watches its camera.
    void publish(FramePtr frame);

    /// Null when the camera has sent none yet.
    FramePtr newest_frame(DeviceId const& camera) const;

    /// Call about once a second: tells of boards whose coming or going was too much to tell at once.
    void tell_owed();

    bool is_online(DeviceKey const& key) const { return places_.contains(key); }
    std::size_t online(DeviceKind kind) const;
    std::size_t viewers() const;
    /// Somebody takes the frames of `camera`.
    bool is_watched(DeviceId const& camera) const;
    /// The first SystemStatus::kMaxViewers of them.
    std::vector<ViewerStatus> viewer_list() const;

private:
    friend class Attachment;

    /// The newest that is to be told of one board.
    struct Owed {
        AccountPtr account;
        bool is_online = false;
        std::string reason;
        std::uint64_t times = 0; ///< that it came or went, this one too
    };

    void on_forgotten(DeviceKey const& key) override;
    void leave(Attachment::Place const& place, std::string reason);
    void owe(Attachment::Place const& place, bool is_online, std::string reason);
    bool tell_owed(DeviceKey const& key, Owed& owed);
    void drop_older_pictures(Frame const& newest);
    void count_viewers();

    Clock const& clock_;
    StatusBoard& board_;
    EventFeed& events_;
    Quotas& quotas_;
    IdentityConflicts conflicts_;
    std::map<DeviceKey, std::shared_ptr<Attachment::Place>> places_;
    std::map<DeviceId, MemberList<FrameSubscriber>> viewers_of_;
    MemberList<FrameSubscriber> default_viewers_;
    std::map<DeviceId, FramePtr> newest_;
    std::map<DeviceKey, Owed> owed_;
    Guard forgets_;
};

} // namespace watchpost::hub
