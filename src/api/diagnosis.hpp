#pragma once

#include <watchpost/hub/hub.hpp>
#include <watchpost/net/http_message.hpp>

namespace watchpost::api {

/// What the link doctor says of the board that the path names. A camera and a Pico may share a name: `?kind=` tells
/// them apart, and without it the camera is meant.
net::Response get_diagnosis(hub::Hub const& hub, net::Request const& request);

} // namespace watchpost::api
