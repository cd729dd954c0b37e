#pragma once

#include <watchpost/core/frame.hpp>

#include <memory>
#include <optional>
#include <string>

namespace watchpost {

/// What a camera said of a photo; each only when it did.
struct PhotoTerms {
    std::optional<int> quality;   ///< 1 to 100
    std::optional<bool> flash;    ///< it was lit
    std::optional<int> intensity; ///< 0 to 100, of a flash that was lit
    bool operator==(PhotoTerms const&) const = default;
};

/// A picture that somebody asked for, as opposed to a frame of the stream. Byte for byte as the camera sent it.
struct Photo {
    Bytes jpeg;
    DeviceId camera;
    std::uint16_t width{};  ///< pixels, from the JPEG header
    std::uint16_t height{}; ///< pixels, from the JPEG header
    PhotoTerms terms;
    WallTime taken{};
};

using PhotoPtr = std::shared_ptr<Photo const>;

/// A photo in the gallery.
struct StoredPhoto {
    std::string id; ///< made of a-z, 0-9, '_', '-' and '.'; ids sort by the time that was then
    DeviceId camera;
    std::uint64_t size{}; ///< bytes
    std::uint16_t width{};
    std::uint16_t height{};
    PhotoTerms terms;
    WallTime taken{};
    std::uint64_t arrival{};   ///< counts photos as they come, from 1; 0 for those of older versions
    std::uint64_t allocated{}; ///< bytes that its file takes on the disk
};

} // namespace watchpost
