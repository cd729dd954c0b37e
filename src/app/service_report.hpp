#pragma once

#include "notifier.hpp"

#include <watchpost/core/clock.hpp>
#include <watchpost/hub/connection_registry.hpp>

#include <optional>
#include <string>

namespace watchpost::app {

/// What the service manager knows of us: whether we are ready, load the configuration again or stop, and a line for
/// people that is kept up to date, at most once a second. After `stopping` nothing is said. Loop thread only.
class ServiceReport {
public:
    /// Both live longer.
    ServiceReport(Notifier& notifier, hub::ConnectionRegistry const& registry)
        : notifier_(notifier)
        , registry_(registry) {}

    void ready();
    void reloading();
    /// With what is wrong with the new configuration, which is told until one is right.
    void reloaded(std::string const& problem);
    void stopping();

    /// Who can reach us, when there is something to say about it.
    void set_reach(std::string const& reach) { reach_ = reach; }

    void tick(SteadyTime now);

private:
    enum class Phase { starting, ready, reloading, stopping };

    std::string line() const;

    Notifier& notifier_;
    hub::ConnectionRegistry const& registry_;
    Phase phase_ = Phase::starting;
    std::string reach_;
    std::string problem_;
    std::string told_;
    SteadyTime next_{};
};

} // namespace watchpost::app
