#include "local_default.hpp"

#include <watchpost/app/commands.hpp>
#include <watchpost/app/doctor_command.hpp>
#include <watchpost/doctor/doctor.hpp>

#include <algorithm>
#include <iostream>

namespace watchpost::app {

int doctor(settings::LoadRequest const& configuration) {
    auto const findings = doctor::examine(with_local_default(configuration), doctor::this_machine());
    for (auto const& finding : findings)
        std::cout << doctor::to_line(finding) << "\n";
    std::cout << std::flush;
    bool const is_well = std::none_of(findings.begin(), findings.end(),
                                      [](auto const& finding) { return finding.grade == doctor::Grade::fail; });
    return is_well ? exit_status::kDone : exit_status::kFailed;
}

} // namespace watchpost::app
