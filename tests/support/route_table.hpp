#pragma once

#include "manual_clock.hpp"
#include "temporary_folder.hpp"

#include <watchpost/api/api.hpp>
#include <watchpost/net/static_files.hpp>
#include <watchpost/sessions/endpoints.hpp>

#include <stdexcept>
#include <vector>

namespace watchpost::test {

/// The routes of the daemon, and nothing behind them: they are there to be listed.
class RouteTable {
public:
    RouteTable() {
        sessions::add_endpoints(router_, hub_, admission_, 1'000'000);
        api::add_routes(router_,
                        {hub_,
                         stats_,
                         gallery_,
                         links_,
                         server_stats_,
                         readiness_,
                         workers_,
                         workers_,
                         folder_.path(),
                         {},
                         keeper_,
                         {},
                         {},
                         {}},
                        {});
    }

    /// Without the static files.
    std::vector<net::Route> const& routes() const { return router_.routes(); }

    /// The static files alone.
    static std::vector<net::Route> files() {
        auto const loaded = net::StaticFiles::load(WATCHPOST_SOURCE_DIR "/static");
        if (!loaded) throw std::runtime_error(loaded.error().message);
        net::Router router;
        loaded->add_routes(router);
        return router.routes();
    }

private:
    struct NoWorkers final : Workers {
        void run(std::function<void()>, std::function<void()>) override {}
    };

    ManualClock clock_;
    hub::Hub hub_{clock_};
    hub::CommandStats stats_{hub_.commands};
    NoWorkers workers_;
    TemporaryFolder folder_;
    archive::Gallery gallery_{hub_, workers_, folder_.path(), 1'000'000};
    net::LinkSet links_;
    net::ServerStats server_stats_;
    api::Readiness readiness_;
    auth::Doorkeeper keeper_{clock_, {}};
    sessions::Admission admission_{hub_, keeper_};
    net::Router router_;
};

} // namespace watchpost::test
