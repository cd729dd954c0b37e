#include <watchpost/hub/picture_pace.hpp>

#include <algorithm>

namespace watchpost::hub {
namespace {

constexpr std::size_t kMaxMinutes = 5;
/// Before so many nobody knows what is usual.
constexpr std::uint64_t kLeastPictures = 10;
constexpr auto kLeastPause = std::chrono::seconds(5);
constexpr int kTimesUsual = 10;

} // namespace

std::optional<PicturePace::Duration> PicturePace::add(SteadyTime now, std::size_t bytes, std::optional<Duration> took) {
    if (minutes_.empty() || now - minutes_.back().begun >= std::chrono::minutes(1)) {
        if (minutes_.size() == kMaxMinutes) minutes_.pop_front();
        minutes_.push_back({now, 0, 0, {}});
    }
    if (took) {
        auto& minute = minutes_.back();
        ++minute.pictures;
        minute.bytes += bytes;
        minute.took += *took;
    }
    std::optional<Duration> remarkable;
    if (on_link_ > 0) {
        auto const pause = now - *newest_;
        if (is_remarkable(pause))
            remarkable = pause;
        else
            usual_ = on_link_ == 1 ? pause : usual_ + (pause - usual_) / 8;
    }
    ++on_link_;
    newest_ = now;
    return remarkable;
}

bool PicturePace::is_remarkable(Duration pause) const {
    return on_link_ >= kLeastPictures && pause >= std::max<Duration>(kLeastPause, usual_ * kTimesUsual);
}

std::optional<PicturePace::Transfer> PicturePace::transfer(SteadyTime now) const {
    Transfer sum;
    std::uint64_t bytes = 0;
    Duration took{};
    for (auto const& minute : minutes_) {
        if (now - minute.begun >= std::chrono::minutes(kMaxMinutes)) continue;
        sum.pictures += minute.pictures;
        bytes += minute.bytes;
        took += minute.took;
    }
    if (sum.pictures == 0) return std::nullopt;
    sum.mean = took / static_cast<Duration::rep>(sum.pictures);
    auto const seconds = std::max(std::chrono::duration<double>(took).count(), 1e-6);
    sum.bytes_per_second = static_cast<double>(bytes) / seconds;
    return sum;
}

std::optional<PicturePace::Duration> PicturePace::pause(SteadyTime now) const {
    if (!newest_ || !is_remarkable(now - *newest_)) return std::nullopt;
    return now - *newest_;
}

} // namespace watchpost::hub
