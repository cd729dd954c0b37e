#include "checks.hpp"

namespace watchpost::doctor {

Findings check_clock(settings::Settings const&, Machine const& machine) {
    std::string const thing = "clock";
    auto const now = to_rfc3339(machine.now);
    // Both are days as RFC 3339 writes them, which sort as text.
    if (now < WATCHPOST_BUILD_DAY)
        return {{Grade::fail, thing, "it says " + now + ", and this watchpost was built on " WATCHPOST_BUILD_DAY,
                 "set it: timedatectl set-ntp true"}};
    if (!machine.clock_is_synchronised)
        return {{Grade::warn, thing, now + "; the kernel does not say whether it is synchronised"}};
    if (!*machine.clock_is_synchronised)
        return {{Grade::warn, thing, now + ", not synchronised with any other",
                 "photos and events may bear wrong times; run: apt install systemd-timesyncd"}};
    return {{Grade::ok, thing, now + ", synchronised"}};
}

} // namespace watchpost::doctor
