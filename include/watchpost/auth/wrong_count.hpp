#pragma once

#include <watchpost/core/clock.hpp>

#include <algorithm>

namespace watchpost::auth {

/// How often something was wrong, and the pause that follows from it: none for the first `free` ones, then 10 s, and
/// twice as long with each further one, up to 5 min. Half an hour without one wipes it out.
class WrongCount {
public:
    static constexpr std::chrono::seconds kFirstDelay{10};
    static constexpr std::chrono::seconds kLongestDelay{300};
    static constexpr std::chrono::seconds kForgottenAfter{1800};

    explicit WrongCount(int free)
        : free_(free) {}

    bool is_open(SteadyTime now) const { return now >= closed_until_; }
    bool is_forgotten(SteadyTime now) const { return now - last_ >= kForgottenAfter; }
    SteadyTime last() const { return last_; }

    void add(SteadyTime now) {
        if (is_forgotten(now)) wrong_ = 0;
        last_ = now;
        if (++wrong_ <= free_) return;
        int const doublings = std::min(wrong_ - free_ - 1, 10);
        closed_until_ = now + std::min<std::chrono::seconds>(kFirstDelay * (1 << doublings), kLongestDelay);
        wrong_ = std::min(wrong_, free_ + 100); // it doubles no more
    }

private:
    int free_;
    int wrong_ = 0;
    SteadyTime last_{};
    SteadyTime closed_until_{};
};

} // namespace watchpost::auth
