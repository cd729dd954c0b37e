#pragma once

#include <watchpost/auth/token_key.hpp>
#include <watchpost/auth/wrong_count.hpp>
#include <watchpost/core/ip_address.hpp>

#include <array>
#include <map>
#include <optional>

namespace watchpost::auth {

/// Slows down whoever guesses (SECURITY rule 6): the fifth wrong credential from one place, and each after it, closes
/// the place for a time that doubles from 10 s to 5 min. A place is what `OwnLinks::place_of` says. Remembers at most
/// kMaxPlaces, and of one IPv6 /64 a quarter of that: whoever comes from more makes it forget places that are open, and
/// of these the one that was quiet longest; closed ones go last.
class LoginLimiter {
public:
    static constexpr std::size_t kMaxPlaces = 1024;
    static constexpr std::size_t kMaxNear = kMaxPlaces / 4; ///< of one /64
    static constexpr std::size_t kSeen = 32;                ///< wrong ones of a place that do not count again
    static constexpr int kFree = 4;                         ///< wrong ones without a consequence
    static constexpr std::chrono::seconds kFirstDelay = WrongCount::kFirstDelay;
    static constexpr std::chrono::seconds kLongestDelay = WrongCount::kLongestDelay;

    bool is_open(IpAddress const& place, SteadyTime now) const;

    /// A wrong credential. With `what`, the same one again does not count, unless kSeen others came meanwhile: boards
    /// that were given wrong tokens repeat them for ever, and are no reason to shut out who lives with them.
    void on_wrong(IpAddress const& place, SteadyTime now, std::optional<TokenHash> const& what = std::nullopt);

    std::size_t size() const { return places_.size(); }

private:
    struct Place {
        WrongCount wrong{kFree};
        std::array<std::optional<TokenHash>, kSeen> seen{};
    };

    void make_room(IpAddress const& place, SteadyTime now);

    std::map<IpAddress, Place> places_;
};

} // namespace watchpost::auth
