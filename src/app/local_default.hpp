#pragma once

#include <watchpost/settings/settings.hpp>

namespace watchpost::app {

/// With the default of local_access that fits this machine: nobody is local without being asked for inside a container,
/// where everybody may seem to be (SECURITY rule 1).
settings::LoadRequest with_local_default(settings::LoadRequest configuration);

} // namespace watchpost::app
