#pragma once

#include <watchpost/core/clock.hpp>

#include <cstdint>
#include <deque>
#include <optional>

namespace watchpost::hub {

/// When the pictures of one camera come, and how long each is on its way. Pure: it is told the time; one thread.
class PicturePace {
public:
    using Duration = SteadyTime::duration;

    void link_up() { on_link_ = 0; }

    /// A picture is complete. `took` is the time since it was announced, when it was. Answers the pause before it, when
    /// that was remarkable for this camera.
    std::optional<Duration> add(SteadyTime now, std::size_t bytes, std::optional<Duration> took);

    /// How pictures that were announced came over, in the last five minutes.
    struct Transfer {
        std::uint64_t pictures = 0;
        Duration mean{};
        double bytes_per_second = 0;
    };
    std::optional<Transfer> transfer(SteadyTime now) const;

    /// How long there has been none, when that is remarkable: the link had sent them all the time.
    std::optional<Duration> pause(SteadyTime now) const;

    /// Of any link; nothing when there was none.
    std::optional<SteadyTime> const& newest() const { return newest_; }

private:
    struct Minute {
        SteadyTime begun{};
        std::uint64_t pictures = 0;
        std::uint64_t bytes = 0;
        Duration took{};
    };

    bool is_remarkable(Duration pause) const;

    std::deque<Minute> minutes_;
    std::optional<SteadyTime> newest_;
    Duration usual_{}; ///< between two pictures, smoothed
    std::uint64_t on_link_ = 0;
};

} // namespace watchpost::hub
