#pragma once

#include <watchpost/core/clock.hpp>

#include <cstdint>
#include <optional>

namespace watchpost::net {

/// Tells when a peer has taken nothing for too long. Pure: it is told the time and what the peer has acknowledged.
class StallWatch {
public:
    explicit StallWatch(std::chrono::steady_clock::duration limit)
        : limit_(limit) {}

    void on_write_begin(SteadyTime now) { last_progress_ = now; }
    void on_write_end() { last_progress_.reset(); }

    /// True when a write has been going on without any progress for the limit. `acknowledged` only grows.
    bool is_stalled(SteadyTime now, std::uint64_t acknowledged) {
        if (!last_progress_) return false;
        if (acknowledged != acknowledged_) {
            acknowledged_ = acknowledged;
            last_progress_ = now;
        }
        return now - *last_progress_ >= limit_;
    }

private:
    std::chrono::steady_clock::duration limit_;
    std::optional<SteadyTime> last_progress_; ///< only while a write goes on
    std::uint64_t acknowledged_ = 0;
};

} // namespace watchpost::net
