#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchpost::sim {

/// Which of the camera firmwares of PROTOCOL.md section 4.4 runs on a board.
enum class CameraFirmware { standard, sketch, newest, older, silent };

/// Where a board dials in, and as whom.
struct DialTarget {
    std::string host; ///< a name or an address, IPv6 without brackets
    std::uint16_t port = 80;
    std::string path;
    std::string token; ///< empty: as localhost, whose rule wants Host with the port, no Origin, and a device id
    std::string device_id;
};

/// "host:port", as in a URL.
std::string authority(DialTarget const& target);

/// What ArduinoWebsockets writes, in one piece. `attempt` counts from 1 since the board started: addHeader() is called
/// again on every attempt and the library forgets nothing, so the custom headers pile up.
std::string camera_request(DialTarget const& target, CameraFirmware firmware, int attempt);

/// What the Pico's client writes, one write for each line.
std::vector<std::string> pico_request(DialTarget const& target, std::string_view key, bool send_device_id);

/// Why ArduinoWebsockets refuses this answer (everything up to and with the empty line); nothing when it is content.
std::optional<std::string> camera_objection(std::string_view answer);

/// The Pico's client reads the status line and nothing else.
std::optional<std::string> pico_objection(std::string_view answer);

} // namespace watchpost::sim
