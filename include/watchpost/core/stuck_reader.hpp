#pragma once

#include <watchpost/core/clock.hpp>

#include <optional>

namespace watchpost {

/// Some clients (uwebsockets, CircuitPython) answer a protocol ping within their call for the next message, and wait on
/// in there: a board that sends between two such calls is deaf and dumb from our first ping to the next message of
/// ours. This says when it needs one. Pure: it is told the time.
class StuckReader {
public:
    using Duration = std::chrono::steady_clock::duration;

    static constexpr Duration kAfter = std::chrono::seconds(3);            ///< a pong, without a message since
    static constexpr Duration kSoonAfter = std::chrono::milliseconds(300); ///< once one has helped
    static constexpr Duration kHelpsWithin = std::chrono::seconds(2);
    static constexpr Duration kApart = std::chrono::seconds(10);

    /// Any message from the peer.
    void on_message(SteadyTime now) {
        if (helped_at_ && now - *helped_at_ <= kHelpsWithin) is_known_ = true;
        has_spoken_ = true;
        silent_since_.reset();
        helped_at_.reset();
    }

    /// The answer to a ping of ours.
    void on_pong(SteadyTime now) {
        if (has_spoken_ && !silent_since_) silent_since_ = now;
    }

    /// True when a message is to be sent now, at most every `kApart`.
    bool needs_message(SteadyTime now) {
        if (!silent_since_ || now - *silent_since_ < (is_known_ ? kSoonAfter : kAfter)) return false;
        if (last_help_ && now - *last_help_ < kApart) return false;
        silent_since_.reset();
        last_help_ = helped_at_ = now;
        return true;
    }

private:
    bool has_spoken_ = false; ///< who never sent a message does not wait for one either
    bool is_known_ = false;   ///< a message of ours made it send again
    std::optional<SteadyTime> silent_since_;
    std::optional<SteadyTime> helped_at_; ///< until its next message
    std::optional<SteadyTime> last_help_;
};

} // namespace watchpost
