#pragma once

#include <chrono>
#include <cstdint>

/// Microseconds since the board started, that is since the first call.
inline std::int64_t esp_timer_get_time() {
    using Clock = std::chrono::steady_clock;
    static auto const start = Clock::now();
    return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - start).count();
}
