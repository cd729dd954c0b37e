#pragma once

#include <watchpost/core/rate_meter.hpp>

#include <array>
#include <optional>

namespace watchpost {

/// What became of the frames for one viewer. Pure: it is told the time.
class Delivery {
public:
    using Duration = SteadyTime::duration;

    /// So many frames are remembered, to tell how old one was when it was painted.
    static constexpr std::size_t kRemembered = 64;

    /// The kernel took the last byte of a frame that had arrived here at `arrived`.
    void on_sent(SteadyTime arrived, SteadyTime now) {
        arrivals_[sent_++ % kRemembered] = arrived;
        age_ = now - arrived;
        rate_.add(now);
    }
    void on_dropped(std::uint64_t frames) { dropped_ += frames; }

    std::uint64_t sent() const { return sent_; }
    std::uint64_t dropped() const { return dropped_; }
    /// How old the newest frame was when it was sent; nothing before the first.
    std::optional<Duration> age() const { return sent_ == 0 ? std::nullopt : std::optional(age_); }
    /// Frames per second, over the last whole seconds.
    double fps(SteadyTime now) const {
        auto rate = rate_;
        return rate.per_second(now);
    }
    /// When the `number`th frame, counted from 1, had arrived here; nothing when it was never sent or is too long ago.
    std::optional<SteadyTime> arrival_of(std::uint64_t number) const {
        if (number == 0 || number > sent_ || sent_ - number >= kRemembered) return std::nullopt;
        return arrivals_[(number - 1) % kRemembered];
    }

private:
    std::array<SteadyTime, kRemembered> arrivals_{};
    std::uint64_t sent_ = 0;
    std::uint64_t dropped_ = 0;
    Duration age_{};
    RateMeter rate_;
};

} // namespace watchpost
