#include <watchpost/net/frame_headers.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace watchpost::net {

std::vector<std::pair<std::string, std::string>> age_headers(Frame const& frame, SteadyTime now) {
    auto const age = std::chrono::duration_cast<std::chrono::milliseconds>(now - frame.arrived).count();
    auto const milliseconds = std::max<std::int64_t>(age, 0);
    auto const arrived = std::chrono::duration<double>(frame.arrived_wall.time_since_epoch()).count();
    std::array<char, 32> timestamp{};
    std::snprintf(timestamp.data(), timestamp.size(), "%.6f", arrived);
    return {{"Age", std::to_string(milliseconds / 1000)},
            {"X-Age-Ms", std::to_string(milliseconds)},
            {"X-Timestamp", timestamp.data()}};
}

} // namespace watchpost::net
