#include <watchpost/auth/login_limiter.hpp>

#include <algorithm>

namespace watchpost::auth {

bool LoginLimiter::is_open(IpAddress const& address, SteadyTime now) const {
    auto const found = places_.find(address.place());
    return found == places_.end() || now >= found->second.closed_until;
}

void LoginLimiter::on_wrong(IpAddress const& address, SteadyTime now, std::optional<TokenHash> const& what) {
    auto const key = address.place();
    if (!places_.contains(key)) make_room(now);
    auto& place = places_[key];
    if (place.wrong > 0 && now - place.last >= kForgottenAfter) place = {};
    if (what) {
        if (std::find(place.seen.begin(), place.seen.end(), what) != place.seen.end()) return;
        std::shift_right(place.seen.begin(), place.seen.end(), 1);
        place.seen.front() = what;
    }
    ++place.wrong;
    place.last = now;
    if (place.wrong <= kFree) return;
    int const doublings = std::min(place.wrong - kFree - 1, 10);
    place.closed_until = now + std::min<std::chrono::seconds>(kFirstDelay * (1 << doublings), kLongestDelay);
}

void LoginLimiter::make_room(SteadyTime now) {
    if (places_.size() < kMaxPlaces) return;
    std::erase_if(places_, [now](auto const& entry) { return now - entry.second.last >= kForgottenAfter; });
    if (places_.size() < kMaxPlaces) return;
    places_.erase(std::min_element(places_.begin(), places_.end(),
                                   [](auto const& a, auto const& b) { return a.second.last < b.second.last; }));
}

} // namespace watchpost::auth
