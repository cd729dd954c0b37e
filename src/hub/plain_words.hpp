#pragma once

#include <watchpost/core/clock.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace watchpost::hub {

/// "Seven brown-out resets", "One restart", "31 restarts": the plural has an s, or `plural` is given.
std::string counted(std::uint64_t count, std::string_view thing, std::string_view plural = {});

/// "0.4 s", "12 s", "8 min", "3 h", "2 days".
std::string for_people(SteadyTime::duration duration);

/// "900 bytes", "16 KB" of 1024 bytes.
std::string bytes_for_people(std::uint64_t bytes);

} // namespace watchpost::hub
