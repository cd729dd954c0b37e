#pragma once

#include "types.hpp"

#include <algorithm>

namespace cam {

/// Decides how bright the flash LED is. It grows hot: however often and by whomever it is asked for, it shines no
/// longer than its cap at a stretch, and time in the dark is paid back one for one, so switching it off and on again
/// gains nothing. The sketch sets the pin to `percent()` at each turn of its loop.
class FlashLamp {
public:
    /// After the cap has put it out it rests at least this long.
    static constexpr Ms kRest = 5'000;

    explicit FlashLamp(Ms cap)
        : cap_(cap) {}

    /// Answers whether it shines now; not while it rests.
    bool on(int percent, Ms now) {
        tick(now);
        if (resting_) return false;
        percent_ = std::clamp(percent, 0, 100);
        return percent_ > 0;
    }

    void off(Ms now) {
        tick(now);
        percent_ = 0;
    }

    /// Call often; puts the lamp out when its cap is reached.
    void tick(Ms now) {
        Ms const gone = std::max<Ms>(0, now - last_);
        last_ = std::max(last_, now);
        if (percent_ == 0) {
            spent_ = std::max<Ms>(0, spent_ - gone);
            if (spent_ <= cap_ - std::min(kRest, cap_)) resting_ = false;
            return;
        }
        spent_ += gone;
        if (spent_ < cap_) return;
        spent_ = cap_;
        percent_ = 0;
        resting_ = true;
    }

    int percent() const { return percent_; }

private:
    Ms cap_;
    Ms last_ = 0;
    Ms spent_ = 0; ///< of the cap
    int percent_ = 0;
    bool resting_ = false;
};

} // namespace cam
