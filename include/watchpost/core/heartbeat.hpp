#pragma once

#include <watchpost/core/clock.hpp>

namespace watchpost {

/// Decides when a link is pinged and when it is given up. Pure: it is told the time and answers what to do.
/// A peer is alive while any byte comes from it: a pong, data, a part of a frame (DEVICES rule 6, SECURITY rule 22).
class Heartbeat {
public:
    using Duration = std::chrono::steady_clock::duration;

    struct Limits {
        Duration ping_every = std::chrono::seconds(10);
        Duration dead_after = std::chrono::seconds(25);
    };

    enum class Action { nothing, ping, give_up };

    Heartbeat(Limits limits, SteadyTime now)
        : limits_(limits)
        , last_sign_(now)
        , last_ping_(now) {}

    /// Any byte from the peer.
    void on_sign_of_life(SteadyTime now) { last_sign_ = now; }

    /// No verdict before `until`: the board is known to be busy (a Pico answers nothing while a servo moves). The peer
    /// still has `dead_after` from its last sign.
    void grant_until(SteadyTime until) { granted_until_ = until; }

    Action tick(SteadyTime now) {
        if (now - last_sign_ >= limits_.dead_after && now >= granted_until_) return Action::give_up;
        if (now - last_ping_ < limits_.ping_every) return Action::nothing;
        last_ping_ = now;
        return Action::ping;
    }

    SteadyTime last_sign() const { return last_sign_; }

private:
    Limits limits_;
    SteadyTime last_sign_;
    SteadyTime last_ping_;
    SteadyTime granted_until_{};
};

} // namespace watchpost
