#pragma once

#include <watchpost/api/api.hpp>

namespace watchpost::api {

/// application/health+json. A camera that is away is a warning; only a daemon that cannot work fails.
net::Response health(hub::Hub const& hub, Readiness const& readiness);

net::Response readyz(Readiness const& readiness);

} // namespace watchpost::api
