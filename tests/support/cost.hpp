#pragma once

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <limits>
#include <string>

namespace watchpost::test {

/// CPU time that this thread has used until now, in seconds. What else the machine does is not in it.
inline double cpu_seconds() {
    std::timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// What some work costs and what eight times as much of it costs, in CPU seconds: the least of several runs, because
/// whatever disturbs a run makes it longer.
struct Cost {
    double once = std::numeric_limits<double>::infinity();
    double eightfold = std::numeric_limits<double>::infinity();

    /// SECURITY rule 31: twice as much costs at most 2.5 times as much; so eight times as much costs at most 15.6 times
    /// as much. What is n² costs 64 times as much, and noise does not hide that.
    bool is_linear() const {
        constexpr double floor = 0.0003; // too short to be measured
        return eightfold <= 2.5 * 2.5 * 2.5 * once + floor;
    }
    std::string in_words() const {
        return std::to_string(once * 1e3) + " ms, eight times as much: " + std::to_string(eightfold * 1e3) + " ms";
    }
};

/// `work(n)` is run for `size` and for 8 × `size`, three times at least, and some more times when the first ones look
/// worse than linear. `size` should be worth a tenth of a millisecond or more.
template <class Work>
Cost cost_of(std::size_t size, Work work) {
    auto const measured = [&work](std::size_t n) {
        auto const begun = cpu_seconds();
        work(n);
        return cpu_seconds() - begun;
    };
    constexpr int enough = 3;
    constexpr int most = 10;
    Cost cost;
    for (int i = 0; i < most && (i < enough || !cost.is_linear()); ++i) {
        cost.once = std::min(cost.once, measured(size));
        cost.eightfold = std::min(cost.eightfold, measured(8 * size));
    }
    return cost;
}

} // namespace watchpost::test
