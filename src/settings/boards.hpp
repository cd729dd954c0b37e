#pragma once

#include <watchpost/settings/settings.hpp>

#include <nlohmann/json_fwd.hpp>

namespace watchpost::settings {

/// Reads the list under `boards`. No error shows a token, nor any value that could be a misplaced one.
Result<std::vector<Board>> read_boards(nlohmann::json const& list);

} // namespace watchpost::settings
