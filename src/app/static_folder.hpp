#pragma once

#include <filesystem>

namespace watchpost::app {

/// Where the dashboard's files are: `configured`, or `../share/watchpost/static` beside the running binary when that is
/// empty.
std::filesystem::path find_static_folder(std::filesystem::path const& configured);

} // namespace watchpost::app
