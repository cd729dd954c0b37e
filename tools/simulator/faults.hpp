#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/frame.hpp>
#include <watchpost/core/result.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace watchpost::sim {

/// What goes wrong on purpose; a zero means never.
struct FaultPlan {
    std::chrono::duration<double> drop_out{};  ///< the link is torn about this often
    std::chrono::duration<double> half_open{}; ///< the board falls silent about this often and dials in anew
    double bytes_per_second = 0;               ///< what the WiFi carries
    int bad_json = 0;                          ///< every so many frames (camera) or messages (Pico)
    int broken_jpeg = 0;                       ///< every so many frames
};

/// Each text is NAME=VALUE; the error lists the names and what their value may be.
Result<FaultPlan> parse_faults(std::span<std::string const> faults);

enum class LinkFault { none, drop_out, half_open };

/// One board's faults, drawn from its own seed.
class FaultDice {
public:
    FaultDice(FaultPlan plan, std::uint64_t seed)
        : plan_(plan)
        , random_(seed) {}

    /// A new link stands: decides when it will fail.
    void link_up(SteadyTime now);
    /// What happens to the link at `now`.
    LinkFault link_fault(SteadyTime now) const;
    /// When `link_fault` will be worth asking again.
    SteadyTime next_link_fault() const { return std::min(drops_, falls_silent_); }
    /// How long a board that lost its link needs to come back.
    SteadyTime::duration time_away();

    bool spoil_json() { return plan_.bad_json > 0 && ++jsons_ % plan_.bad_json == 0; }
    /// True when the coming frame is to be broken.
    bool spoil_jpeg() { return plan_.broken_jpeg > 0 && ++frames_ % plan_.broken_jpeg == 0; }
    /// The picture cut short, without its end, or as noise of the same size.
    Bytes broken(Bytes const& jpeg);

    FaultPlan const& plan() const { return plan_; }
    std::mt19937_64& random() { return random_; }

private:
    SteadyTime draw(SteadyTime now, std::chrono::duration<double> mean);

    FaultPlan plan_;
    std::mt19937_64 random_;
    SteadyTime drops_ = SteadyTime::max();
    SteadyTime falls_silent_ = SteadyTime::max();
    std::int64_t jsons_ = 0;
    std::int64_t frames_ = 0;
};

} // namespace watchpost::sim
