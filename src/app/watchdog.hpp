#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/net/crew.hpp>

#include <chrono>
#include <functional>
#include <optional>

namespace watchpost::app {

/// Says that we are well twice in each `limit`, while the loop turns and no worker is stuck: nobody but the loop ticks
/// it, and each worker has come to the end of what it did since the last time. Says it again as soon as whoever was
/// stuck is free. Loop thread only.
class Watchdog {
public:
    using Limit = std::optional<std::chrono::microseconds>;

    /// Without a limit nobody waits for it, and nothing is said.
    Watchdog(Limit limit, net::Crew& crew, std::function<void()> say);

    void tick(SteadyTime now);

private:
    Limit limit_;
    net::Crew& crew_;
    std::function<void()> say_;
    SteadyTime next_{};
    bool is_silent_ = false; ///< somebody was stuck at the last look
};

} // namespace watchpost::app
