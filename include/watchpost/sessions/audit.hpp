#pragma once

#include <watchpost/core/ip_address.hpp>
#include <watchpost/core/token_bucket.hpp>
#include <watchpost/hub/hub.hpp>

#include <map>
#include <string_view>

namespace watchpost::sessions {

/// Tells of everybody who was refused: each is counted, and becomes an event and a line in the log unless the same
/// place was told of less than a minute ago, or there are more such events than people should have to bear
/// (SECURITY rule 30). Loop thread only.
class Audit {
public:
    static constexpr std::size_t kMaxPlaces = 256;

    explicit Audit(hub::Hub& hub)
        : hub_(hub) {}

    /// `request` is a method and a path, never a query: nothing secret stands in it. `reason` is one of a small fixed
    /// set of words.
    void refused(IpAddress const& client, std::string_view request, std::string_view reason);

private:
    struct Place {
        SteadyTime quiet_until{};
        std::uint64_t untold = 0;
    };

    hub::Hub& hub_;
    std::map<IpAddress, Place> places_;
    TokenBucket events_{std::chrono::seconds(10), 10};
};

} // namespace watchpost::sessions
