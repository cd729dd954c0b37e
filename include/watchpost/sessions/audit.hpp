#pragma once

#include <watchpost/auth/identity.hpp>
#include <watchpost/core/ip_address.hpp>
#include <watchpost/core/token_bucket.hpp>
#include <watchpost/hub/hub.hpp>

#include <map>
#include <string_view>

namespace watchpost::sessions {

/// Tells of everybody who was refused: each is counted, and becomes an event and a line in the log unless the same
/// place was told of less than a minute ago, or there are more such events than people should have to bear
/// (SECURITY rule 30). Of wrong passwords each is a line, within the rate that one place has. The form of the line is
/// fixed: `refused: REASON from ADDRESS: "REQUEST"` (SECURITY rule 37). Loop thread only.
class Audit {
public:
    static constexpr std::size_t kMaxPlaces = 256;

    explicit Audit(hub::Hub& hub)
        : hub_(hub) {}

    /// `request` is a method and a path, never a query: nothing secret stands in it. `reason` is one of a small fixed
    /// set of words. `who`: as whom they came, if they did.
    void refused(IpAddress const& client, std::string_view request, std::string_view reason,
                 auth::Identity const* who = nullptr);

private:
    struct Place {
        SteadyTime quiet_until{};
        std::uint64_t untold = 0;   ///< since the last event
        std::uint64_t unlogged = 0; ///< since the last line
        TokenBucket lines{std::chrono::seconds(1), 20};
    };

    static void log(IpAddress const& client, std::string_view request, std::string_view reason, std::uint64_t more);

    hub::Hub& hub_;
    std::map<IpAddress, Place> places_;
    TokenBucket events_{std::chrono::seconds(10), 10};
    TokenBucket lines_{std::chrono::milliseconds(100), 100};
};

} // namespace watchpost::sessions
