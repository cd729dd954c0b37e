#pragma once

#include <watchpost/settings/settings.hpp>

#include <string>
#include <vector>

namespace watchpost::app {

/// The names under which this machine is found without being told: `<hostname>.local` (RFC 6762), and the addresses
/// that are bound, an IPv6 address in brackets.
std::vector<std::string> own_names(settings::Settings const& settings);

} // namespace watchpost::app
