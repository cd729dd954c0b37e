#include "checks.hpp"

#include <sys/resource.h>

namespace watchpost::doctor {

/// Of the daemon beside its connections: listeners, log, and the files that its workers have open.
constexpr std::size_t kOthers = 64;

Findings check_descriptors(settings::Settings const& settings, Machine const&) {
    std::string const thing = "open files";
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return {{Grade::warn, thing, "the limit is not known"}};
    auto const wanted = settings.limits.max_connections + kOthers;
    // The daemon raises the soft limit by itself.
    auto const seen = std::to_string(limit.rlim_max) + " are allowed, and " + std::to_string(wanted) +
                      " needed for \"limits.max_connections\"";
    if (limit.rlim_max < wanted)
        return {{Grade::warn, thing, seen, "raise it (LimitNOFILE= of the service, or ulimit -Hn), or lower the key"}};
    return {{Grade::ok, thing, seen}};
}

} // namespace watchpost::doctor
