#pragma once

#include "eventually.hpp"
#include "http_client.hpp"

#include <string>

namespace watchpost::test {

/// Frames that the camera "esp32cam" sent, and those that a viewer did not get because there was a newer one.
inline constexpr auto kFramesReceived = R"(watchpost_device_frames_received_total{device="esp32cam",kind="esp32cam"})";
inline constexpr auto kFramesDropped = R"(watchpost_viewer_frames_dropped_total{reason="newer_frame"})";

/// The value of one line of `/metrics`, named as it stands there, labels and all; 0 when there is no such line.
inline double metric(unsigned short port, std::string const& name) {
    auto const page = "\n" + http_get(port, "/metrics").body;
    auto const line = page.find("\n" + name + " ");
    return line == std::string::npos ? 0 : std::stod(page.substr(line + name.size() + 2));
}

} // namespace watchpost::test
