#include <watchpost/core/printable.hpp>
#include <watchpost/sessions/audit.hpp>

#include <spdlog/spdlog.h>

namespace watchpost::sessions {
namespace {

constexpr auto kQuiet = std::chrono::minutes(1);

} // namespace

void Audit::refused(IpAddress const& client, std::string_view request, std::string_view reason) {
    ++hub_.traffic.refusals[std::string(reason)];
    auto const now = hub_.clock.now();
    if (places_.size() >= kMaxPlaces)
        std::erase_if(places_, [now](auto const& entry) { return now >= entry.second.quiet_until; });
    auto const key = client.place();
    if (places_.size() >= kMaxPlaces && !places_.contains(key)) return;
    auto& place = places_[key];
    if (now < place.quiet_until || !events_.take(now)) {
        ++place.untold;
        return;
    }
    place.quiet_until = now + kQuiet;
    auto const shown = printable(request);
    auto const more = std::exchange(place.untold, 0);
    spdlog::warn("{} was refused at {}: {} ({} more before)", client.to_string(), shown, reason, more);
    hub_.events.tell({}, Event::AccessRefused{client.to_string(), shown, std::string(reason), more});
}

} // namespace watchpost::sessions
