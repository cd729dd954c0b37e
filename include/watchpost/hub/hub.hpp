#pragma once

#include <watchpost/hub/audit_trail.hpp>
#include <watchpost/hub/command_book.hpp>
#include <watchpost/hub/connection_registry.hpp>
#include <watchpost/hub/link_log.hpp>
#include <watchpost/hub/quotas.hpp>
#include <watchpost/hub/stations.hpp>
#include <watchpost/hub/traffic.hpp>

namespace watchpost::hub {

/// Everything the hub knows, in one place: what sessions and the HTTP interface work on. One thread.
struct Hub final : private ForgetSubscriber {
    explicit Hub(Clock const& system_clock)
        : clock(system_clock)
        , started(system_clock.now())
        , board(system_clock)
        , events(system_clock)
        , registry(system_clock, board, events, quotas)
        , links(system_clock)
        , commands(system_clock)
        , audit(system_clock, commands)
        , stations(board)
        , forgets_(board.subscribe(*this)) {}

    /// The whole picture now.
    SystemStatus status() const;

    /// Call about once a second: rates are told anew, those of viewers while there are both viewers and dashboards; and
    /// what was too much to tell at once.
    void refresh_rates();

    Clock const& clock;
    SteadyTime const started;
    StatusBoard board;
    EventFeed events;
    Quotas quotas;
    ConnectionRegistry registry;
    LinkLog links;
    CommandBook commands;
    AuditTrail audit;
    Stations stations;
    MemberList<PhotoSubscriber> photo_takers; ///< who keeps the photos that cameras send
    Traffic traffic;

private:
    void on_forgotten(DeviceKey const& key) override;

    Guard forgets_;
};

} // namespace watchpost::hub
