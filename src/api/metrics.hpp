#pragma once

#include <watchpost/api/api.hpp>

namespace watchpost::api {

/// The page for Prometheus: every metric of the table, as it is now.
net::Answer get_metrics(Sources const& sources);

} // namespace watchpost::api
