#pragma once

#include <watchpost/api/api.hpp>
#include <watchpost/net/http_message.hpp>

#include <optional>

namespace watchpost::api {

/// The newest frame of `camera`, or of the default camera.
net::Answer frame_jpeg(hub::Hub& hub, std::optional<DeviceId> camera);

/// Every frame of `camera`, or of the default camera, newest only, until what lets the asker in ends.
net::Answer stream_mjpeg(Sources const& sources, net::Request const& request, std::optional<DeviceId> camera);

} // namespace watchpost::api
