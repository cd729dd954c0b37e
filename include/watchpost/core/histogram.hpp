#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace watchpost {

/// How often a value was at most each of `kBounds`, which ascend, as Prometheus counts: a value on a bound is within
/// it.
template <auto const& kBounds>
class Histogram {
public:
    void add(double value) {
        auto const bound = std::lower_bound(kBounds.begin(), kBounds.end(), value);
        ++counts_[static_cast<std::size_t>(bound - kBounds.begin())];
        ++count_;
        sum_ += value;
    }

    static constexpr auto const& bounds() { return kBounds; }
    /// For each bound how many values were at most that: each holds the ones before.
    std::array<std::uint64_t, kBounds.size()> within() const {
        std::array<std::uint64_t, kBounds.size()> sums{};
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < sums.size(); ++i)
            sums[i] = sum += counts_[i];
        return sums;
    }
    std::uint64_t count() const { return count_; }
    double sum() const { return sum_; }

private:
    std::array<std::uint64_t, kBounds.size() + 1> counts_{}; ///< above the bound before, up to this one
    std::uint64_t count_ = 0;
    double sum_ = 0;
};

} // namespace watchpost
