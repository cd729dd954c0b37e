#include "watchdog.hpp"

#include <spdlog/fmt/ranges.h>
#include <spdlog/spdlog.h>

namespace watchpost::app {

Watchdog::Watchdog(Limit limit, net::Crew& crew, std::function<void()> say)
    : limit_(limit)
    , crew_(crew)
    , say_(std::move(say)) {}

void Watchdog::tick(SteadyTime now) {
    if (!limit_ || now < next_) return;
    auto const stuck = crew_.silent();
    if (!stuck.empty()) {
        if (!is_silent_)
            spdlog::error("watchdog: stuck for {} ms or longer: the worker for {}; the service manager hears nothing "
                          "from us until it is free",
                          std::chrono::duration_cast<std::chrono::milliseconds>(*limit_ / 2).count(),
                          fmt::join(stuck, ", the worker for "));
        is_silent_ = true;
        return;
    }
    if (is_silent_) spdlog::info("watchdog: all workers are free again");
    is_silent_ = false;
    say_();
    crew_.ask();
    next_ = now + *limit_ / 2;
}

} // namespace watchpost::app
