#pragma once

#include "sanitizers.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

namespace watchpost::test {

/// How long something took, several times.
class Durations {
public:
    using Clock = std::chrono::steady_clock;

    template <class What>
    void measure(What what) {
        auto const begin = Clock::now();
        what();
        all_.push_back(Clock::now() - begin);
    }
    std::chrono::milliseconds median() { return at(all_.size() / 2); }
    std::chrono::milliseconds longest() { return at(all_.size() - 1); }

private:
    std::chrono::milliseconds at(std::size_t index) {
        std::sort(all_.begin(), all_.end());
        return std::chrono::ceil<std::chrono::milliseconds>(all_.at(index));
    }

    std::vector<Clock::duration> all_;
};

} // namespace watchpost::test
