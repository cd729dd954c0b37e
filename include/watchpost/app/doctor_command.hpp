#pragma once

#include <watchpost/settings/settings.hpp>

namespace watchpost::app {

/// `watchpost doctor`: prints a line for each thing that was looked at. Answers 1 when one of them does not work.
int doctor(settings::LoadRequest const& configuration);

} // namespace watchpost::app
