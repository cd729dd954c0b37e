#pragma once

#include <watchpost/archive/gallery.hpp>
#include <watchpost/media/jpeg_walk.hpp>
#include <watchpost/net/http_message.hpp>

#include <functional>
#include <map>
#include <optional>
#include <set>

namespace watchpost::api {

/// Pictures that come as a form over HTTP instead of over a board's link. Loop thread only.
class LegacyUploads {
public:
    static constexpr std::size_t kMaxPhoto = 512 * 1024;
    static constexpr std::size_t kMaxFrame = 2 * 1024 * 1024;
    static constexpr std::size_t kMaxNewcomers = 8; ///< cameras that are known by their uploads alone

    using CameraOf = std::function<std::optional<DeviceId>(net::Request const&)>;
    LegacyUploads(hub::Hub& hub, archive::Gallery& gallery, CameraOf camera_of)
        : hub_(hub)
        , gallery_(gallery)
        , camera_of_(std::move(camera_of)) {}

    /// Keeps `photo` in the gallery; `quality`, `flash_used` and `intensity` go with it. No other field.
    net::Answer photo(net::Request const& request);

    /// Shows `frame` to the viewers of the camera, unless one came less than 33 ms before. No other field. Of cameras
    /// that nobody knew, the first kMaxNewcomers are shown.
    net::Answer frame(net::Request const& request);

private:
    DeviceId camera_of(net::Request const& request) const;
    void note_shape(DeviceId const& camera, media::JpegCheck const& check, std::size_t total);
    bool admits(DeviceId const& camera);

    hub::Hub& hub_;
    archive::Gallery& gallery_;
    CameraOf camera_of_;
    std::set<DeviceId> newcomers_;
    std::map<DeviceId, SteadyTime> taken_; ///< when the newest frame of a camera was taken
};

} // namespace watchpost::api
