#pragma once

#include <watchpost/settings/settings.hpp>

#include <nlohmann/json_fwd.hpp>

namespace watchpost::settings {

/// Reads the list under `stations`.
Result<std::vector<Station>> read_stations(nlohmann::json const& list);

} // namespace watchpost::settings
