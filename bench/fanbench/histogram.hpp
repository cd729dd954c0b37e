#pragma once

#include <cstdint>
#include <vector>

namespace fanbench {

/// Counts times in buckets that are at most 1 % wide.
class Histogram {
public:
    void add(std::uint64_t microseconds);
    void merge(Histogram const& other);
    /// The time that a share `p` of all did not exceed; 0 when there is none.
    std::uint64_t quantile(double p) const;
    std::uint64_t max() const { return max_; }
    double mean() const { return count_ == 0 ? 0 : sum_ / static_cast<double>(count_); }

private:
    static constexpr std::size_t kSteps = 128; ///< in each power of two
    static std::size_t bucket_of(std::uint64_t value);
    static std::uint64_t lowest_in(std::size_t bucket);

    std::vector<std::uint64_t> buckets_ = std::vector<std::uint64_t>(kSteps * 40);
    std::uint64_t count_ = 0;
    std::uint64_t max_ = 0;
    double sum_ = 0;
};

} // namespace fanbench
