#pragma once

#include <watchpost/hub/hub.hpp>
#include <watchpost/net/link_set.hpp>

#include <string>

namespace watchpost::api {

/// The Prometheus text format, version 0.0.4.
std::string metrics(hub::Hub const& hub, net::LinkSet const& links);

} // namespace watchpost::api
