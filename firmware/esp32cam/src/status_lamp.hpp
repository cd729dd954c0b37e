#pragma once

#include "types.hpp"

#include <array>

namespace cam {

/// What the small LED says.
enum class Condition { no_wifi, no_server, refused, no_camera, linked };

/// Whether it is lit at this moment of its pattern.
inline bool is_lit(Condition condition, Ms now) {
    // Milliseconds lit, dark, lit, dark, ... and then from the beginning.
    using Pattern = std::array<Ms, 6>;
    constexpr Pattern patterns[] = {
        {100, 100, 100, 100, 100, 100},   // no WiFi
        {500, 500, 500, 500, 500, 500},   // no server
        {100, 150, 100, 1'150, 0, 0},     // refused
        {100, 150, 100, 150, 100, 1'150}, // no camera
        {2'950, 50, 0, 0, 0, 0},          // linked
    };
    auto const& pattern = patterns[static_cast<std::size_t>(condition)];
    Ms whole = 0;
    for (auto const part : pattern)
        whole += part;
    Ms moment = now % whole;
    bool lit = true;
    for (auto const part : pattern) {
        if (moment < part) return lit;
        moment -= part;
        lit = !lit;
    }
    return false;
}

} // namespace cam
