#pragma once

#include <chrono>
#include <string>

namespace watchpost {

using SteadyTime = std::chrono::steady_clock::time_point;
using WallTime = std::chrono::system_clock::time_point;

/// The two clocks of the daemon. Deadlines, leases and rates use `now()`; `wall()` is only for names and display,
/// because it may jump by years. Tests replace this with a clock that they move by hand.
class Clock {
public:
    virtual ~Clock() = default;
    virtual SteadyTime now() const = 0;
    virtual WallTime wall() const = 0;
};

class SystemClock final : public Clock {
public:
    SteadyTime now() const override { return std::chrono::steady_clock::now(); }
    WallTime wall() const override { return std::chrono::system_clock::now(); }
};

/// UTC with milliseconds, as RFC 3339 section 5.6 writes it: "2026-01-02T03:04:05.678Z".
std::string to_rfc3339(WallTime time);

} // namespace watchpost
