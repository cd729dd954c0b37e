#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/link_report.hpp>

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace watchpost::hub {

/// How a board itself does, by its own word: its signal, its memory, and whether it began anew. At most kMaxSamples are
/// kept; when they are full every other one goes, so that they always reach back to the first. Pure: it is told the
/// time; one thread.
class BoardVitals {
public:
    static constexpr std::size_t kMaxSamples = 120;

    /// Free memory that goes down and down while the board runs.
    struct MemoryFall {
        std::uint64_t from = 0; ///< bytes
        std::uint64_t to = 0;   ///< bytes
        WallTime since{};
    };
    struct Restart {
        std::string reason;               ///< the board's word; empty when it does not say
        std::chrono::milliseconds ran{0}; ///< by its own clock; 0 when that is not known
        std::optional<MemoryFall> fall;   ///< before it
    };
    struct Signal {
        int mean_dbm = 0;
        std::size_t samples = 0;
        WallTime since{};
    };

    /// A new link: what the board says of its reset is news again.
    void link_up() {
        ++links_;
        is_reason_news_ = true;
        is_clock_news_ = true;
        has_begun_anew_ = false;
    }

    /// Something when the telemetry shows that the board has begun anew.
    std::optional<Restart> told(SteadyTime now, WallTime wall, Telemetry const& telemetry);

    /// Since the board began anew the last time.
    std::optional<MemoryFall> memory_fall() const;
    /// Over what was told at `from` or later; nothing when that was nothing.
    std::optional<Signal> signal_since(SteadyTime from) const;
    std::vector<LinkSample> samples() const;

private:
    struct Taken {
        LinkSample sample;
        SteadyTime at{};
        unsigned boot = 0;
    };
    struct ClockReading {
        std::chrono::milliseconds shows{0};
        SteadyTime at{};
    };

    std::optional<Restart> judge_clock(SteadyTime now, std::chrono::milliseconds shows, bool says_why);
    Restart begin_anew(std::chrono::milliseconds ran);
    void keep(SteadyTime now, WallTime wall, Telemetry const& telemetry);
    void thin_out();

    std::deque<Taken> samples_;
    std::chrono::seconds interval_{15};
    unsigned boot_ = 0;
    std::optional<ClockReading> clock_;
    std::string reason_;
    std::uint64_t links_ = 0;
    bool is_reason_news_ = true;
    bool is_clock_news_ = true;
    bool has_begun_anew_ = false; ///< since the link began, as far as we have seen
};

} // namespace watchpost::hub
