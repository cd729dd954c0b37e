#include <watchpost/core/printable.hpp>
#include <watchpost/hub/status_board.hpp>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace watchpost::hub {
namespace {

template <class T>
bool take_over(std::optional<T>& known, std::optional<T> const& told) {
    if (!told || known == told) return false;
    known = told;
    return true;
}

/// Rates are shown with one decimal; a change below that is none.
bool differs(double a, double b) {
    return std::abs(a - b) >= 0.05;
}

} // namespace

StatusBoard::Entry* StatusBoard::entry(DeviceKey const& key) {
    auto const it = entries_.find(key);
    if (it != entries_.end()) return &it->second;
    return make_room() ? &add(key) : nullptr;
}

StatusBoard::Entry& StatusBoard::add(DeviceKey const& key) {
    auto& fresh = entries_[key];
    fresh.status.key = key;
    fresh.rank = next_rank_++;
    fresh.last_change = clock_.now();
    choose_default_camera();
    touch();
    return fresh;
}

void StatusBoard::choose_default_camera() {
    // Cameras that are online before others, the configured among them before others, then the older.
    auto const rank = [](Entry const& known) {
        bool const configured = known.configured && known.status.online;
        auto const since = known.status.online && !configured ? known.last_change : SteadyTime{};
        return std::tuple(!known.status.online, !configured, since, known.rank);
    };
    Entry const* best = nullptr;
    for (auto const& [key, known] : entries_)
        if (key.kind == DeviceKind::esp32cam && (best == nullptr || rank(known) < rank(*best))) best = &known;
    bool const keeps =
        best != nullptr && !best->status.online && default_camera_ && knows({DeviceKind::esp32cam, *default_camera_});
    if (!keeps) default_camera_ = best != nullptr ? std::optional(best->status.key.id) : std::nullopt;
}

void StatusBoard::declare(DeviceKey const& key) {
    auto const it = entries_.find(key);
    auto& known = it != entries_.end() ? it->second : add(key);
    known.configured = true;
    choose_default_camera();
}

void StatusBoard::configure(std::vector<DeviceKey> const& keys) {
    for (auto& [key, known] : entries_)
        known.configured = false;
    for (auto const& key : keys)
        declare(key);
    choose_default_camera();
    touch();
}

void StatusBoard::came_online(DeviceKey const& key, PeerInfo peer) {
    auto* const known = entry(key);
    if (known == nullptr) return;
    if (!known->status.online) known->last_change = clock_.now();
    known->status.online = true;
    known->status.connected_since = clock_.wall();
    known->status.last_seen = clock_.wall();
    if (known->owner.empty()) known->owner = peer.credential; // else it was claimed
    known->status.peer = std::move(peer);
    ++known->status.connections;
    choose_default_camera();
    touch();
}

void StatusBoard::went_offline(DeviceKey const& key) {
    auto* const known = entry(key);
    if (known == nullptr) return;
    known->status.online = false;
    known->status.connected_since.reset();
    known->last_change = clock_.now();
    choose_default_camera();
    touch();
}

void StatusBoard::was_taken_over(DeviceKey const& key) {
    if (auto* const known = entry(key)) ++known->status.takeovers;
}

void StatusBoard::received(DeviceKey const& key, std::size_t bytes) {
    auto* const known = entry(key);
    if (known == nullptr) return;
    known->status.last_seen = clock_.wall();
    known->status.bytes_received += bytes;
    known->bytes.add(clock_.now(), bytes);
}

void StatusBoard::seen(DeviceKey const& key) {
    if (auto* const known = entry(key)) known->status.last_seen = clock_.wall();
}

void StatusBoard::told(DeviceKey const& key, Telemetry const& telemetry) {
    auto* const told_before = entry(key);
    if (told_before == nullptr) return;
    auto& known = told_before->status.telemetry;
    bool changed = take_over(known.firmware, telemetry.firmware);
    changed = take_over(known.rssi_dbm, telemetry.rssi_dbm) || changed;
    changed = take_over(known.memory_free_bytes, telemetry.memory_free_bytes) || changed;
    changed = take_over(known.servo1_angle, telemetry.servo1_angle) || changed;
    changed = take_over(known.servo2_angle, telemetry.servo2_angle) || changed;
    if (changed) touch();
}

void StatusBoard::sent_invalid(DeviceKey const& key) {
    if (auto* const known = entry(key)) ++known->status.invalid_messages;
    touch();
}

void StatusBoard::complained(DeviceKey const& key, std::string_view message) {
    auto* const known = entry(key);
    if (known == nullptr) return;
    ++known->status.complaints;
    if (known->complaints.size() == kMaxComplaints) known->complaints.pop_front();
    known->complaints.push_back({clock_.wall(), printable(message, kLongestComplaint)});
    touch();
}

void StatusBoard::sent_frame(Frame const& frame) {
    auto* const known = entry({DeviceKind::esp32cam, frame.camera});
    if (known == nullptr) return;
    bool const first = known->status.frames_received == 0;
    bool const resized = known->status.width != frame.width || known->status.height != frame.height;
    ++known->status.frames_received;
    known->status.width = frame.width;
    known->status.height = frame.height;
    known->frames.add(clock_.now());
    if (first) choose_default_camera(); // one that only ever uploads has no link
    if (first || resized) touch();
}

void StatusBoard::sent_refused_frame(DeviceKey const& key) {
    if (auto* const known = entry(key)) ++known->status.frames_refused;
    touch();
}

void StatusBoard::watched_by(DeviceId const& camera, std::size_t viewers) {
    auto const it = entries_.find({DeviceKind::esp32cam, camera});
    if (it == entries_.end() || it->second.status.viewers == viewers) return;
    it->second.status.viewers = viewers;
    touch();
}

void StatusBoard::refresh_rates() {
    auto const now = clock_.now();
    for (auto& [key, known] : entries_) {
        auto const fps = known.frames.per_second(now);
        auto const bytes = known.bytes.per_second(now);
        if (differs(fps, known.status.fps) || differs(bytes, known.status.bytes_per_second)) touch();
        known.status.fps = fps;
        known.status.bytes_per_second = bytes;
    }
}

std::vector<DeviceId> StatusBoard::boards(DeviceKind kind) const {
    std::vector<DeviceId> ids;
    for (auto const& [key, known] : entries_)
        if (key.kind == kind) ids.push_back(key.id);
    return ids;
}

std::optional<DeviceId> StatusBoard::missing(DeviceKind kind, std::string_view address) const {
    std::optional<DeviceId> only;
    bool several = false;
    for (auto const& [key, known] : entries_) {
        if (key.kind != kind || known.status.online) continue;
        if (known.status.peer.address == address) return key.id;
        several = only.has_value();
        only = key.id;
    }
    return several ? std::nullopt : only;
}

bool StatusBoard::is_home(std::string_view address) const {
    return std::any_of(entries_.begin(), entries_.end(), [address](auto const& entry) {
        auto const& status = entry.second.status;
        return status.online && status.peer.address == address;
    });
}

Telemetry StatusBoard::telemetry(DeviceKey const& key) const {
    auto const it = entries_.find(key);
    return it == entries_.end() ? Telemetry{} : it->second.status.telemetry;
}

std::vector<Complaint> StatusBoard::complaints(DeviceKey const& key) const {
    auto const it = entries_.find(key);
    if (it == entries_.end()) return {};
    return {it->second.complaints.rbegin(), it->second.complaints.rend()};
}

std::vector<DeviceStatus> StatusBoard::devices() const {
    std::vector<Entry const*> order;
    for (auto const& [key, known] : entries_)
        order.push_back(&known);
    auto const place = [](Entry const* known) { return std::tuple(known->is_stranger(), known->rank); };
    std::sort(order.begin(), order.end(), [&](auto const* a, auto const* b) { return place(a) < place(b); });
    std::vector<DeviceStatus> list;
    list.reserve(order.size());
    for (auto const* known : order)
        list.push_back(known->status);
    return list;
}

} // namespace watchpost::hub
