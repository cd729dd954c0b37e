#pragma once

#include <watchpost/api/api.hpp>

#include <string>

namespace watchpost::api {

/// The Prometheus text format, version 0.0.4.
std::string metrics(Sources const& sources);

} // namespace watchpost::api
