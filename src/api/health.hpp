#pragma once

#include <watchpost/api/api.hpp>

namespace watchpost::api {

/// application/health+json. A camera that is away is a warning; only a daemon that cannot work fails.
/// Only who is admitted learns which boards there are.
net::Response health(Sources const& sources, bool admitted);

net::Response readyz(Sources const& sources);

} // namespace watchpost::api
