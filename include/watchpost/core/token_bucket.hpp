#pragma once

#include <watchpost/core/clock.hpp>

#include <algorithm>

namespace watchpost {

/// Lets `burst` things pass at once and then one each `interval`. Pure: it is told the time.
class TokenBucket {
public:
    using Duration = std::chrono::steady_clock::duration;

    TokenBucket(Duration interval, int burst)
        : interval_(interval)
        , burst_(burst) {}

    bool take(SteadyTime now) {
        // `full_at_` is when the bucket would be full again; each taken token moves it by one interval.
        auto const from = std::max(full_at_, now);
        if (from - now > interval_ * (burst_ - 1)) return false;
        full_at_ = from + interval_;
        return true;
    }

private:
    Duration interval_;
    int burst_;
    SteadyTime full_at_{};
};

} // namespace watchpost
