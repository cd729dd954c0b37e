#pragma once

#include <watchpost/core/clock.hpp>

#include <algorithm>
#include <cstdint>

namespace watchpost {

/// How many pictures one viewer wants.
struct FramePace {
    unsigned window = 0; ///< pictures at most beyond the last one that it said it had painted; 0: as many as it takes
    SteadyTime::duration spacing{}; ///< between two pictures, on average; 0: none

    bool is_free() const { return window == 0 && spacing == SteadyTime::duration{}; }
};

/// When the next picture may go to a viewer. What waits behind the gate is the newest picture alone, so whatever opens
/// it lets out the newest. Pure: it is told the time.
class FrameGate {
public:
    explicit FrameGate(FramePace pace = {})
        : pace_(pace)
        , allowed_(pace.window) {}

    FramePace const& pace() const { return pace_; }
    bool is_open(SteadyTime now) const { return now >= due_ && has_credit(); }
    /// The viewer keeps up: what is left out is what it did not ask for.
    bool has_credit() const { return pace_.window == 0 || passed_ < allowed_; }
    /// The next picture goes.
    void pass(SteadyTime now) {
        ++passed_;
        // From where it was due, not from now: pictures that come a little late do not make fewer of them.
        due_ = (now - due_ < pace_.spacing ? due_ : now) + pace_.spacing;
    }
    /// The viewer says that the `number`th picture, counted from 1, is on its screen, and that it wants up to `want`
    /// more than that: the window at most. A number that never went changes nothing, and no word takes back an earlier
    /// one.
    void painted(std::uint64_t number, std::uint64_t want) {
        if (number <= passed_) allowed_ = std::max(allowed_, number + std::min<std::uint64_t>(want, pace_.window));
    }

private:
    FramePace pace_;
    std::uint64_t passed_ = 0;
    std::uint64_t allowed_; ///< how many may pass, counted from the first
    SteadyTime due_{};
};

} // namespace watchpost
