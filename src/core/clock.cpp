#include <watchpost/core/clock.hpp>

#include <array>
#include <cstdio>
#include <ctime>

namespace watchpost {

std::string to_rfc3339(WallTime time) {
    using namespace std::chrono;
    auto const whole = floor<seconds>(time);
    auto const millis = duration_cast<milliseconds>(time - whole).count();
    std::time_t const seconds_since_epoch = system_clock::to_time_t(whole);
    std::tm parts{};
    gmtime_r(&seconds_since_epoch, &parts);
    std::array<char, 64> text{};
    auto const length = std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                                      parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
                                      parts.tm_min, parts.tm_sec, static_cast<int>(millis));
    return {text.data(), static_cast<std::size_t>(length)};
}

} // namespace watchpost
