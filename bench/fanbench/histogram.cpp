#include "histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace fanbench {

std::size_t Histogram::bucket_of(std::uint64_t value) {
    if (value < kSteps) return static_cast<std::size_t>(value);
    auto const power = static_cast<std::size_t>(std::bit_width(value)) - 8;
    return kSteps + power * kSteps + static_cast<std::size_t>((value >> power) - kSteps);
}

std::uint64_t Histogram::lowest_in(std::size_t bucket) {
    if (bucket < kSteps) return bucket;
    auto const power = (bucket - kSteps) / kSteps;
    return (kSteps + (bucket - kSteps) % kSteps) << power;
}

void Histogram::add(std::uint64_t microseconds) {
    ++buckets_[std::min(bucket_of(microseconds), buckets_.size() - 1)];
    ++count_;
    sum_ += static_cast<double>(microseconds);
    max_ = std::max(max_, microseconds);
}

void Histogram::merge(Histogram const& other) {
    for (std::size_t i = 0; i < buckets_.size(); ++i)
        buckets_[i] += other.buckets_[i];
    count_ += other.count_;
    sum_ += other.sum_;
    max_ = std::max(max_, other.max_);
}

std::uint64_t Histogram::quantile(double p) const {
    if (count_ == 0) return 0;
    auto const wanted = static_cast<std::uint64_t>(std::ceil(p * static_cast<double>(count_)));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < buckets_.size(); ++i)
        if ((seen += buckets_[i]) >= wanted) return std::min(lowest_in(i), max_);
    return max_;
}

} // namespace fanbench
