#pragma once

#include <watchpost/core/clock.hpp>

#include <array>
#include <cstdint>

namespace watchpost {

/// How much happens per second, averaged over the last whole seconds. Pure: it is told the time.
class RateMeter {
public:
    /// `amount` happened at `now`; time never goes back.
    void add(SteadyTime now, std::uint64_t amount = 1);

    /// Per second, over the last three whole seconds, or over as many as there were since the first event.
    double per_second(SteadyTime now);

private:
    static constexpr std::int64_t kSeconds = 3;

    void advance(SteadyTime now);

    std::array<std::uint64_t, kSeconds + 1> buckets_{};
    std::int64_t current_ = 0; ///< the second that is being filled
    std::int64_t first_ = 0;
    bool started_ = false;
};

} // namespace watchpost
