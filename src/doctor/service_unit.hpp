#pragma once

#include <watchpost/doctor/doctor.hpp>

namespace watchpost::doctor {

/// What systemd would run as `unit` ("watchpost.service"); nothing where there is no systemd or no such unit, or it
/// does not answer. Waits for it.
std::optional<ServiceUnit> ask_manager(std::string const& unit);

} // namespace watchpost::doctor
