#pragma once

#include <watchpost/hub/hub.hpp>
#include <watchpost/net/router.hpp>
#include <watchpost/sessions/admission.hpp>

namespace watchpost::sessions {

/// Adds `/ws`, `/ws/video`, `/ws/esp32cam` and `/ws/pico`. All arguments outlive the router's use. `max_frame_bytes` is
/// the largest message a camera may send.
void add_endpoints(net::Router& router, hub::Hub& hub, Admission& admission, std::size_t max_frame_bytes);

} // namespace watchpost::sessions
