#pragma once

#include <watchpost/api/api.hpp>

namespace watchpost::api {

/// application/health+json. A camera that is away is a warning; only a daemon that cannot work fails.
/// Only who is admitted learns which boards there are.
net::Response health(hub::Hub const& hub, Readiness const& readiness, bool admitted);

net::Response readyz(Readiness const& readiness);

} // namespace watchpost::api
