#pragma once

#include <watchpost/hub/hub.hpp>
#include <watchpost/net/http_message.hpp>

#include <optional>

namespace watchpost::api {

/// The newest frame of `camera`, or of the default camera.
net::Answer frame_jpeg(hub::Hub& hub, std::optional<DeviceId> camera);

/// Every frame of `camera`, or of the default camera, newest only.
net::Answer stream_mjpeg(hub::Hub& hub, net::Request const& request, std::optional<DeviceId> camera);

} // namespace watchpost::api
