#pragma once

#include <watchpost/hub/hub.hpp>
#include <watchpost/net/link_set.hpp>
#include <watchpost/net/router.hpp>

#include <functional>

/// What the HTTP interface of docs/reference.md means.
namespace watchpost::api {

/// Whether the daemon is fit for work, as `/livez`, `/readyz` and `/health` tell.
struct Readiness {
    bool listening = false;
    bool stopping = false;
};

/// Adds every route but the WebSocket endpoints and the static files. `page` answers "/" for browsers. All arguments
/// outlive the router's use.
void add_routes(net::Router& router, hub::Hub& hub, net::LinkSet const& links, Readiness const& readiness,
                std::function<net::Answer(net::Request const&)> page);

} // namespace watchpost::api
