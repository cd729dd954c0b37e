#include <watchpost/hub/status_board.hpp>

#include <algorithm>
#include <string_view>

// Who may be known, and who is forgotten for whom.

namespace watchpost::hub {

Claim StatusBoard::claim(DeviceKey const& key, Claimant const& by) {
    auto const it = entries_.find(key);
    auto* known = it != entries_.end() ? &it->second : nullptr;
    if (known != nullptr && (known->configured || by.is_own || known->owner == by.credential)) {
        known->is_own = known->is_own || by.is_own;
        known->owner = by.credential;
        known->is_local = by.is_local;
        return Claim::granted;
    }
    if (!by.is_local && is_others(key, by.credential, by.is_valid)) return Claim::owned;
    if (!by.is_own && !drop_name_of(by)) return Claim::too_many;
    if (known == nullptr) {
        // What somebody has made a token for needs no free place.
        if (!make_room() && !by.is_own) return Claim::full;
        known = &add(key);
    }
    known->is_own = by.is_own;
    known->owner = by.credential;
    known->is_local = by.is_local;
    return Claim::granted;
}

bool StatusBoard::is_others(DeviceKey const& key, std::string const& credential,
                            std::function<bool(std::string const&)> const& is_valid) const {
    auto const it = entries_.find(key);
    if (it == entries_.end()) return false;
    auto const& known = it->second;
    if (known.configured || known.owner.empty() || known.owner == credential || !is_valid(known.owner)) return false;
    return known.status.online || clock_.now() - known.last_change < kRemembered;
}

std::string const* StatusBoard::made_up_by(DeviceKey const& key) const {
    auto const it = entries_.find(key);
    bool const is_one = it != entries_.end() && it->second.is_stranger() && !it->second.is_local;
    return is_one && !it->second.owner.empty() ? &it->second.owner : nullptr;
}

/// True when the credential has a name left to make up, or can do without an old one.
bool StatusBoard::drop_name_of(Claimant const& by) {
    std::size_t names = 0;
    auto oldest = entries_.end();
    for (auto it = entries_.begin(); it != entries_.end(); ++it) {
        auto const& known = it->second;
        if (!known.is_stranger() || known.owner != by.credential) continue;
        ++names;
        if (known.status.online) continue;
        if (oldest == entries_.end() || known.last_change < oldest->second.last_change) oldest = it;
    }
    if (names < by.most_names) return true;
    if (oldest == entries_.end()) return false;
    if (!by.is_local && clock_.now() - oldest->second.last_change < kRemembered) return false;
    forget(oldest);
    return true;
}

std::size_t StatusBoard::strangers() const {
    return static_cast<std::size_t>(
        std::count_if(entries_.begin(), entries_.end(), [](auto const& item) { return item.second.is_stranger(); }));
}

/// For one stranger more.
bool StatusBoard::make_room() {
    auto const owned = entries_.size() - strangers();
    auto const places = owned + kLeastStrangers > kMaxDevices ? kLeastStrangers : kMaxDevices - owned;
    while (strangers() >= places)
        if (!forget_one()) return false;
    return true;
}

/// Of the credential that has most strangers and one of them away, the one that has been away longest.
bool StatusBoard::forget_one() {
    std::map<std::string_view, std::size_t> shares;
    for (auto const& [key, known] : entries_)
        if (known.is_stranger()) ++shares[known.owner];
    auto worst = entries_.end();
    for (auto it = entries_.begin(); it != entries_.end(); ++it) {
        auto const& known = it->second;
        if (!known.is_stranger() || known.status.online) continue;
        if (worst == entries_.end()) worst = it;
        auto const& so_far = worst->second;
        auto const share = shares[known.owner];
        auto const worst_share = shares[so_far.owner];
        if (share > worst_share || (share == worst_share && known.last_change < so_far.last_change)) worst = it;
    }
    if (worst == entries_.end()) return false;
    forget(worst);
    return true;
}

void StatusBoard::forget(Entries::iterator it) {
    auto const key = it->first;
    entries_.erase(it);
    choose_default_camera();
    touch();
    forgetters_.for_each([&key](ForgetSubscriber& subscriber) { subscriber.on_forgotten(key); });
}

} // namespace watchpost::hub
