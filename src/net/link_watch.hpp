#pragma once

#include "stall_watch.hpp"

#include <watchpost/core/heartbeat.hpp>

#include <cstdint>

namespace watchpost::net {

/// Watches one peer: is it alive, and does it take what is sent? Asks the kernel, so that a part of a message counts.
class LinkWatch {
public:
    enum class Verdict {
        well,
        ping,     ///< an empty protocol ping is due
        silent,   ///< no sign of life for too long
        too_slow, ///< nothing taken for too long
    };

    LinkWatch(Heartbeat::Limits limits, std::chrono::steady_clock::duration stall_after, SteadyTime now)
        : heartbeat_(limits, now)
        , stall_(stall_after) {}

    /// What `fd` has received until now, such as the handshake, is no sign of life.
    void begin(int fd);
    void on_message(SteadyTime now) { heartbeat_.on_sign_of_life(now); }
    void on_write_begin(SteadyTime now) { stall_.on_write_begin(now); }
    void on_write_end() { stall_.on_write_end(); }
    void excuse_silence_until(SteadyTime until) { heartbeat_.grant_until(until); }

    struct Finding {
        Verdict verdict = Verdict::well;
        bool peer_sent = false; ///< any byte since the last check
    };

    /// Call about once a second.
    Finding check(int fd, SteadyTime now);

private:
    Heartbeat heartbeat_;
    StallWatch stall_;
    std::uint64_t received_ = 0;
};

} // namespace watchpost::net
