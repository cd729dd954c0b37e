#include "checks.hpp"
#include "service_eyes.hpp"
#include "service_unit.hpp"

#include <watchpost/doctor/container.hpp>

#include <sys/timex.h>

namespace watchpost::doctor {
namespace {

using Check = Findings (*)(settings::Settings const& settings, Machine const& machine);

constexpr Check kChecks[] = {check_account,    check_ports,        check_data_folder, check_unit,
                             check_free_space, check_local_access, check_secrets,     check_certificate,
                             check_clock,      check_descriptors,  check_mdns};

std::string word(Grade grade) {
    switch (grade) {
    case Grade::ok:
        return "ok";
    case Grade::warn:
        return "warn";
    case Grade::fail:
        return "fail";
    }
    return "fail";
}

std::optional<bool> ask_kernel_for_synchronised_clock() {
    timex nothing_to_set{};
    auto const state = ::adjtimex(&nothing_to_set);
    if (state < 0) return std::nullopt;
    return state != TIME_ERROR;
}

Result<settings::Settings> load_as_service(settings::LoadRequest const& configuration, Machine const& machine) {
    ServiceEyes const eyes(machine.account);
    return settings::load(configuration);
}

} // namespace

std::string to_line(Finding const& finding) {
    auto grade = word(finding.grade);
    grade.resize(6, ' ');
    return grade + finding.thing + ": " + finding.seen + (finding.advice.empty() ? "" : "; " + finding.advice);
}

Machine this_machine() {
    Machine machine;
    machine.unit = ask_manager("watchpost.service");
    machine.now = SystemClock().wall();
    machine.clock_is_synchronised = ask_kernel_for_synchronised_clock();
    machine.container = container_sign(read_container_facts());
    return machine;
}

std::vector<Finding> examine(settings::LoadRequest const& configuration, Machine const& machine) {
    auto const settings = load_as_service(configuration, machine);
    if (!settings)
        return {{Grade::fail, "configuration", settings.error().message,
                 "nothing else was looked at; mend it and try again"}};
    Findings all{{Grade::ok, "configuration",
                  configuration.file ? configuration.file->string() + " is valid" : "no file; the defaults are used"}};
    for (auto const check : kChecks)
        for (auto& finding : check(*settings, machine))
            all.push_back(std::move(finding));
    return all;
}

} // namespace watchpost::doctor
