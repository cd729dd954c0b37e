#pragma once

#include <watchpost/doctor/doctor.hpp>

namespace watchpost::doctor {

using Findings = std::vector<Finding>;

/// Each looks at one thing.
Findings check_account(settings::Settings const& settings, Machine const& machine);
Findings check_ports(settings::Settings const& settings, Machine const& machine);
Findings check_unit(settings::Settings const& settings, Machine const& machine);
Findings check_data_folder(settings::Settings const& settings, Machine const& machine);
Findings check_free_space(settings::Settings const& settings, Machine const& machine);
Findings check_certificate(settings::Settings const& settings, Machine const& machine);
Findings check_clock(settings::Settings const& settings, Machine const& machine);
Findings check_local_access(settings::Settings const& settings, Machine const& machine);
Findings check_secrets(settings::Settings const& settings, Machine const& machine);
Findings check_descriptors(settings::Settings const& settings, Machine const& machine);
Findings check_mdns(settings::Settings const& settings, Machine const& machine);

} // namespace watchpost::doctor
