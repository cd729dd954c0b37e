#pragma once

#include <watchpost/hub/connection_registry.hpp>
#include <watchpost/hub/traffic.hpp>

namespace watchpost::hub {

/// Everything the hub knows, in one place: what sessions and the HTTP interface work on. One thread.
struct Hub {
    explicit Hub(Clock const& system_clock)
        : clock(system_clock)
        , started(system_clock.now())
        , board(system_clock)
        , events(system_clock)
        , registry(system_clock, board, events) {}

    /// The whole picture now.
    SystemStatus status() const;

    Clock const& clock;
    SteadyTime const started;
    StatusBoard board;
    EventFeed events;
    ConnectionRegistry registry;
    Traffic traffic;
};

} // namespace watchpost::hub
