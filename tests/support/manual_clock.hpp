#pragma once

#include <watchpost/core/clock.hpp>

namespace watchpost::test {

/// A clock that stands still until a test moves it.
class ManualClock final : public Clock {
public:
    SteadyTime now() const override { return now_; }
    WallTime wall() const override { return wall_; }

    void advance(std::chrono::nanoseconds by) {
        now_ += std::chrono::duration_cast<SteadyTime::duration>(by);
        wall_ += std::chrono::duration_cast<WallTime::duration>(by);
    }
    /// The wall clock jumps (NTP, a dead battery); the steady one does not.
    void jump_wall(std::chrono::seconds by) { wall_ += by; }

private:
    SteadyTime now_{std::chrono::hours(1000)};
    WallTime wall_{std::chrono::seconds(1'795'000'000)};
};

} // namespace watchpost::test
