#pragma once

#include <watchpost/hub/hub.hpp>
#include <watchpost/net/router.hpp>

namespace watchpost::api {

/// Everything below `/api/v1/stations`. `hub` outlives the router's use.
void add_station_routes(net::Router& router, hub::Hub& hub);

} // namespace watchpost::api
