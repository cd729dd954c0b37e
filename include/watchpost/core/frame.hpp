#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/device.hpp>
#include <watchpost/core/message_bytes.hpp>

#include <cstdint>
#include <memory>

namespace watchpost {

/// One picture as the camera sent it, byte for byte. Immutable: every viewer shares the same bytes.
struct Frame {
    MessageBytes jpeg;
    DeviceId camera;
    std::uint16_t width{};  ///< pixels, from the JPEG header
    std::uint16_t height{}; ///< pixels, from the JPEG header
    SteadyTime arrived{};
    WallTime arrived_wall{};
};

using FramePtr = std::shared_ptr<Frame const>;

} // namespace watchpost
