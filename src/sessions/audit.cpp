#include <watchpost/core/printable.hpp>
#include <watchpost/sessions/audit.hpp>

#include <spdlog/spdlog.h>

namespace watchpost::sessions {
namespace {

constexpr auto kQuiet = std::chrono::minutes(1);

/// Who guesses passwords is counted by others too, such as fail2ban: by each line.
bool is_about_a_password(std::string_view request, std::string_view reason) {
    return request == "POST /api/v1/session" && (reason == "wrong_password" || reason == "too_many_attempts");
}

} // namespace

void Audit::refused(IpAddress const& client, std::string_view request, std::string_view reason,
                    auth::Identity const* who) {
    ++hub_.traffic.refusals[std::string(reason)];
    auto const now = hub_.clock.now();
    if (places_.size() >= kMaxPlaces)
        std::erase_if(places_, [now](auto const& entry) { return now >= entry.second.quiet_until; });
    auto const key = client.place();
    if (places_.size() >= kMaxPlaces && !places_.contains(key)) return;
    auto& place = places_[key];
    bool const is_told = now >= place.quiet_until && events_.take(now);
    if (is_told || (is_about_a_password(request, reason) && place.lines.take(now) && lines_.take(now)))
        log(client, request, reason, std::exchange(place.unlogged, 0));
    else
        ++place.unlogged;
    if (!is_told) {
        ++place.untold;
        return;
    }
    place.quiet_until = now + kQuiet;
    if (!is_about_a_password(request, reason)) { // the log-in tells of itself
        auto author = who != nullptr ? auth::author_of(*who, std::string(request))
                                     : Author{"nobody", {}, client.to_string(), std::string(request)};
        hub_.audit.note({std::move(author), "request", {}, {}, "refused", std::string(reason)});
    }
    hub_.events.tell({}, Event::AccessRefused{client.to_string(), printable(request), std::string(reason),
                                              std::exchange(place.untold, 0)});
}

/// A fixed form, which config/fail2ban reads: what the other side wrote stands last, in quotation marks.
void Audit::log(IpAddress const& client, std::string_view request, std::string_view reason, std::uint64_t more) {
    if (more > 0) spdlog::warn("refusals from {} that were not logged: {}", client.to_string(), more);
    spdlog::warn("refused: {} from {}: {}", reason, client.to_string(), in_quotes(request));
}

} // namespace watchpost::sessions
