#include "checks.hpp"
#include "service_eyes.hpp"

#include <pwd.h>
#include <unistd.h>

namespace watchpost::doctor {

Findings check_account(settings::Settings const&, Machine const& machine) {
    auto const* const entry = ::getpwnam(machine.account.c_str());
    if (entry == nullptr) return {};    // not installed as a service: whoever asks is who runs it
    auto const service = entry->pw_uid; // the next look-up writes over the entry
    auto const failure = ServiceEyes(machine.account).failure();
    if (!failure.empty())
        return {{Grade::warn, "account",
                 "this root cannot look as the service's user, " + machine.account + ": " + failure,
                 "what is said of files and ports holds for root only"}};
    auto const us = ::geteuid();
    if (us == 0 || us == service) return {{Grade::ok, "account", "looking as the service's user, " + machine.account}};
    return {{Grade::warn, "account", "the service runs as " + machine.account + ", and you are somebody else",
             "run doctor with sudo to see what the service sees"}};
}

} // namespace watchpost::doctor
