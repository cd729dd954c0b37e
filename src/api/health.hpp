#pragma once

#include <watchpost/api/api.hpp>

namespace watchpost::api {

/// application/health+json. A camera that is away is a warning; only a daemon that cannot work fails.
/// Only who is admitted learns which boards there are.
net::Response health(Sources const& sources, bool admitted);

/// Whether the loop turns: everyone with deadlines is called all the time.
net::Response livez(Sources const& sources);

net::Response readyz(Sources const& sources);

} // namespace watchpost::api
