#include <watchpost/auth/login_limiter.hpp>

#include <algorithm>
#include <tuple>

namespace watchpost::auth {

bool LoginLimiter::is_open(IpAddress const& place, SteadyTime now) const {
    auto const found = places_.find(place);
    return found == places_.end() || found->second.wrong.is_open(now);
}

void LoginLimiter::on_wrong(IpAddress const& place, SteadyTime now, std::optional<TokenHash> const& what) {
    if (!places_.contains(place)) make_room(place, now);
    auto& here = places_[place];
    if (here.wrong.is_forgotten(now)) here = {};
    if (what) {
        if (std::find(here.seen.begin(), here.seen.end(), what) != here.seen.end()) return;
        std::shift_right(here.seen.begin(), here.seen.end(), 1);
        here.seen.front() = what;
    }
    here.wrong.add(now);
}

void LoginLimiter::make_room(IpAddress const& place, SteadyTime now) {
    auto const is_near = [&place](auto const& entry) { return !place.is_v4() && entry.first.place() == place.place(); };
    bool const is_crowded =
        static_cast<std::size_t>(std::count_if(places_.begin(), places_.end(), is_near)) >= kMaxNear;
    if (places_.size() < kMaxPlaces && !is_crowded) return;
    std::erase_if(places_, [now](auto const& entry) { return entry.second.wrong.is_forgotten(now); });
    if (places_.size() < kMaxPlaces && !is_crowded) return;
    auto const worth = [&](auto const& entry) {
        bool const is_to_go = !is_crowded || is_near(entry);
        return std::tuple(!is_to_go, !entry.second.wrong.is_open(now), entry.second.wrong.last());
    };
    places_.erase(std::min_element(places_.begin(), places_.end(),
                                   [&worth](auto const& a, auto const& b) { return worth(a) < worth(b); }));
}

} // namespace watchpost::auth
