#include <watchpost/core/rate_meter.hpp>

#include <algorithm>

namespace watchpost {
namespace {

std::int64_t second_of(SteadyTime now) {
    return std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
}

} // namespace

void RateMeter::advance(SteadyTime now) {
    auto const second = second_of(now);
    if (!started_) {
        started_ = true;
        first_ = current_ = second;
    }
    auto const steps = std::min<std::int64_t>(second - current_, static_cast<std::int64_t>(buckets_.size()));
    for (std::int64_t i = 1; i <= steps; ++i)
        buckets_[static_cast<std::size_t>((second - i + 1) % static_cast<std::int64_t>(buckets_.size()))] = 0;
    current_ = std::max(current_, second);
}

void RateMeter::add(SteadyTime now, std::uint64_t amount) {
    advance(now);
    buckets_[static_cast<std::size_t>(current_ % static_cast<std::int64_t>(buckets_.size()))] += amount;
}

double RateMeter::per_second(SteadyTime now) {
    if (!started_) return 0;
    advance(now);
    auto const seconds = std::min(kSeconds, current_ - first_);
    if (seconds == 0) return 0;
    std::uint64_t sum = 0;
    for (std::int64_t i = 1; i <= seconds; ++i)
        sum += buckets_[static_cast<std::size_t>((current_ - i) % static_cast<std::int64_t>(buckets_.size()))];
    return static_cast<double>(sum) / static_cast<double>(seconds);
}

} // namespace watchpost
