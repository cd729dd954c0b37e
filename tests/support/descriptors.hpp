#pragma once

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string>

namespace watchpost::test {

/// How many descriptors a process of ours has open; this one without the one that it takes to look.
inline std::size_t open_descriptors(pid_t process = getpid()) {
    std::filesystem::directory_iterator const all("/proc/" + std::to_string(process) + "/fd");
    auto const count = static_cast<std::size_t>(std::distance(begin(all), end(all)));
    return process == getpid() ? count - 1 : count;
}

/// True when this process may have so many descriptors open.
inline bool allow_descriptors(rlim_t wanted) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_max < wanted) return false;
    limit.rlim_cur = std::max(limit.rlim_cur, wanted);
    return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

} // namespace watchpost::test
