#pragma once

#include <cstddef>
#include <cstdint>

/// The ESP32-CAM's logic. Nothing in this folder but `wire.cpp` touches hardware or the network, and nothing knows
/// Arduino: time, pictures and bytes come from outside. C++17.
namespace cam {

/// Milliseconds since the start; never wraps.
using Ms = std::int64_t;

/// Bytes that somebody else owns.
struct View {
    std::uint8_t const* data = nullptr;
    std::size_t size = 0;
};

} // namespace cam
