#include <watchpost/hub/connection_registry.hpp>

#include <algorithm>

namespace watchpost::hub {

struct Attachment::Place {
    ConnectionRegistry* registry;
    DeviceKey key;
    DeviceLink* link;
    AccountPtr account;
};

Attachment& Attachment::operator=(Attachment&& other) noexcept {
    if (this != &other) {
        leave("the link was lost");
        place_ = std::move(other.place_);
    }
    return *this;
}

bool Attachment::is_current() const {
    if (!place_) return false;
    auto const it = place_->registry->places_.find(place_->key);
    return it != place_->registry->places_.end() && it->second == place_;
}

void Attachment::leave(std::string reason) {
    bool const current = is_current();
    auto const place = std::exchange(place_, nullptr);
    if (current) place->registry->leave(*place, std::move(reason));
}

ConnectionRegistry::ConnectionRegistry(Clock const& clock, StatusBoard& board, EventFeed& events, Quotas& quotas)
    : clock_(clock)
    , board_(board)
    , events_(events)
    , quotas_(quotas)
    , forgets_(board.subscribe(*this)) {}

ConnectionRegistry::~ConnectionRegistry() = default;

Guard ConnectionRegistry::join_viewer(FrameSubscriber& viewer, std::optional<DeviceId> camera) {
    auto guard = camera ? viewers_of_[*camera].join(viewer) : default_viewers_.join(viewer);
    count_viewers();
    auto const shown = camera ? camera : board_.default_camera();
    if (auto const frame = shown ? newest_frame(*shown) : nullptr) viewer.on_frame(frame);
    return Guard{[this, camera, inner = std::make_shared<Guard>(std::move(guard))] {
        inner->release();
        count_viewers();
        if (camera && viewers_of_[*camera].empty()) viewers_of_.erase(*camera);
    }};
}

bool ConnectionRegistry::admits(DeviceKey const& key) {
    if (!is_online(key)) return true;
    auto const verdict = conflicts_.judge(key, clock_.now());
    if (verdict == IdentityConflicts::Verdict::refuse_and_tell) {
        std::string message = "two boards use this identity and keep replacing each other; the newer one is refused "
                              "for 60 s; give each board its own token or X-Device-ID";
        board_.complained(key, message);
        events_.tell(key, Event::DeviceConflict{std::move(message)});
    }
    return verdict == IdentityConflicts::Verdict::admit;
}

Attachment ConnectionRegistry::attach(DeviceKey key, DeviceLink& link, PeerInfo peer) {
    auto place = std::make_shared<Attachment::Place>(
        Attachment::Place{this, key, &link, quotas_.account(peer.credential, peer.boards)});
    auto const old = std::exchange(places_[key], place);
    board_.came_online(key, std::move(peer));
    count_viewers();
    if (old) {
        conflicts_.on_takeover(key, clock_.now());
        board_.was_taken_over(key);
        old->link->on_replaced();
    } else {
        owe(*place, true, {});
    }
    Attachment attachment;
    attachment.place_ = std::move(place);
    return attachment;
}

void ConnectionRegistry::leave(Attachment::Place const& place, std::string reason) {
    auto const key = place.key;
    places_.erase(key);
    board_.went_offline(key);
    count_viewers();
    owe(place, false, std::move(reason));
}

void ConnectionRegistry::owe(Attachment::Place const& place, bool is_online, std::string reason) {
    auto& owed = owed_[place.key];
    owed.account = place.account;
    owed.is_online = is_online;
    owed.reason = std::move(reason);
    ++owed.times;
    if (tell_owed(place.key, owed)) owed_.erase(place.key);
}

bool ConnectionRegistry::tell_owed(DeviceKey const& key, Owed& owed) {
    if (!owed.account->presence.take(clock_.now())) return false;
    auto const more = owed.times - 1;
    if (owed.is_online)
        events_.tell(key, Event::DeviceOnline{more});
    else
        events_.tell(key, Event::DeviceOffline{std::move(owed.reason), more});
    return true;
}

void ConnectionRegistry::tell_owed() {
    for (auto it = owed_.begin(); it != owed_.end();)
        it = tell_owed(it->first, it->second) ? owed_.erase(it) : std::next(it);
}

void ConnectionRegistry::on_forgotten(DeviceKey const& key) {
    if (key.kind == DeviceKind::esp32cam) newest_.erase(key.id);
    conflicts_.forget(key);
    owed_.erase(key);
}

void ConnectionRegistry::publish(FramePtr frame) {
    board_.sent_frame(*frame);
    if (!board_.knows({DeviceKind::esp32cam, frame->camera})) return; // there is no room for one more
    newest_[frame->camera] = frame;
    drop_older_pictures(*frame);
    auto const hand_over = [&frame](FrameSubscriber& viewer) { viewer.on_frame(frame); };
    if (auto const it = viewers_of_.find(frame->camera); it != viewers_of_.end()) it->second.for_each(hand_over);
    if (!default_viewers_.empty() && board_.default_camera() == frame->camera) default_viewers_.for_each(hand_over);
}

/// Of the cameras that the credential of this one made up: ids cost nothing, a picture a megabyte.
void ConnectionRegistry::drop_older_pictures(Frame const& newest) {
    auto const* const owner = board_.made_up_by({DeviceKind::esp32cam, newest.camera});
    if (owner == nullptr) return;
    for (;;) {
        std::size_t bytes = 0;
        auto oldest = newest_.end();
        for (auto it = newest_.begin(); it != newest_.end(); ++it) {
            auto const* const other = board_.made_up_by({DeviceKind::esp32cam, it->first});
            if (other == nullptr || *other != *owner) continue;
            bytes += it->second->jpeg.size();
            if (it->first == newest.camera) continue;
            if (oldest == newest_.end() || it->second->arrived < oldest->second->arrived) oldest = it;
        }
        if (bytes <= kMostStrangersBytes || oldest == newest_.end()) return;
        newest_.erase(oldest);
    }
}

FramePtr ConnectionRegistry::newest_frame(DeviceId const& camera) const {
    auto const it = newest_.find(camera);
    return it == newest_.end() ? nullptr : it->second;
}

std::size_t ConnectionRegistry::online(DeviceKind kind) const {
    return static_cast<std::size_t>(
        std::count_if(places_.begin(), places_.end(), [kind](auto const& item) { return item.first.kind == kind; }));
}

std::size_t ConnectionRegistry::viewers() const {
    std::size_t count = default_viewers_.size();
    for (auto const& [camera, viewers] : viewers_of_)
        count += viewers.size();
    return count;
}

bool ConnectionRegistry::is_watched(DeviceId const& camera) const {
    auto const it = viewers_of_.find(camera);
    if (it != viewers_of_.end() && !it->second.empty()) return true;
    return !default_viewers_.empty() && board_.default_camera() == camera;
}

std::vector<ViewerStatus> ConnectionRegistry::viewer_list() const {
    std::vector<ViewerStatus> list;
    auto const now = clock_.now();
    auto const add = [&](MemberList<FrameSubscriber> const& viewers, DeviceId const& camera) {
        viewers.for_each([&](FrameSubscriber const& viewer) {
            if (list.size() == SystemStatus::kMaxViewers) return;
            auto status = viewer.viewer_status(now);
            if (!status) return;
            status->camera = camera;
            list.push_back(std::move(*status));
        });
    };
    for (auto const& [camera, viewers] : viewers_of_)
        add(viewers, camera);
    add(default_viewers_, board_.default_camera().value_or(""));
    return list;
}

void ConnectionRegistry::count_viewers() {
    auto const shown = board_.default_camera();
    for (auto const& id : board_.cameras()) {
        auto const it = viewers_of_.find(id);
        auto const named = it == viewers_of_.end() ? 0 : it->second.size();
        board_.watched_by(id, named + (shown == id ? default_viewers_.size() : 0));
    }
    board_.touch();
}

} // namespace watchpost::hub
