#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/frame.hpp>

#include <memory>
#include <optional>

namespace watchpost::sim {

struct Picture {
    std::shared_ptr<Bytes const> jpeg;
    int width = 0;
    int height = 0;
};

/// What the camera is set to while it takes a picture.
struct Exposure {
    SteadyTime now{};
    int quality = 80; ///< JPEG quality, 1 to 100; without effect on a picture that is already a JPEG
    bool flash = false;
};

/// What one camera sees. Taking a picture may cost some milliseconds of CPU.
class PictureSource {
public:
    virtual ~PictureSource() = default;
    /// Nothing when there is no picture to be had just now.
    virtual std::optional<Picture> take(Exposure const& exposure) = 0;
};

} // namespace watchpost::sim
