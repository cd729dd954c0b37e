#pragma once

#include <watchpost/settings/settings.hpp>

namespace watchpost::app {

/// Puts into `in_force` what a running daemon can take of `loaded`. True when something else differs, which waits for
/// the next start.
bool take_reloadable(settings::Settings& in_force, settings::Settings const& loaded);

} // namespace watchpost::app
