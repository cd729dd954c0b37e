#pragma once

#include <watchpost/api/api.hpp>
#include <watchpost/net/http_message.hpp>

#include <optional>

namespace watchpost::api {

/// The newest frame of `camera`, or of the default camera. `?max_age=SECONDS`: 503 when it is older.
net::Answer frame_jpeg(hub::Hub& hub, net::Request const& request, std::optional<DeviceId> camera);

/// Every frame of `camera`, or of the default camera, newest only, until what lets the asker in ends. `?max_fps=`
/// leaves out what is more; with `?max_age=SECONDS` it is 503 when the newest is older, and ends when that happens
/// later.
net::Answer stream_mjpeg(Sources const& sources, net::Request const& request, std::optional<DeviceId> camera);

} // namespace watchpost::api
