#pragma once

#include <watchpost/core/clock.hpp>

namespace watchpost::sim {

/// When something that repeats is due. What was missed is left out, never made up for: the next time lies after `now`.
class Pacer {
public:
    Pacer(SteadyTime first, SteadyTime::duration period)
        : next_(first)
        , period_(period) {}

    SteadyTime next() const { return next_; }

    /// True once for each time that is due.
    bool take(SteadyTime now) {
        if (now < next_) return false;
        next_ += ((now - next_) / period_ + 1) * period_;
        return true;
    }

private:
    SteadyTime next_;
    SteadyTime::duration period_;
};

} // namespace watchpost::sim
