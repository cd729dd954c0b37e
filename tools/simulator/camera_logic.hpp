#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace watchpost::sim {

struct CameraSettings {
    int quality = 80; ///< percent
    int flash_intensity = 50;
    bool flash_enabled = false;
};

/// To be done by the board, in the order given.
struct TakePhoto {
    CameraSettings with;
};
struct RebootCamera {};
using CameraStep = std::variant<std::string, TakePhoto, RebootCamera>; ///< a string is a message to send

/// What the ESP32-CAM firmwares say and understand (PROTOCOL.md section 4), without socket and lens. Its messages are
/// glued together from strings, as on the board: what is put into a log line is not escaped.
class CameraLogic {
public:
    /// `takes_rate`: it can be asked for fewer pictures.
    std::string hello(std::string_view token, bool takes_rate) const;
    std::string frame(std::size_t size, int width, int height, std::int64_t uptime_ms, double fps) const;
    std::string heartbeat(std::int64_t uptime_ms, double fps);
    std::string log(std::string_view message, std::string_view level, std::int64_t uptime_ms) const;
    std::string photo_data(std::size_t size, CameraSettings const& with, std::int64_t uptime_ms) const;
    std::string photo_sent(std::size_t size, CameraSettings const& with) const;
    std::string photo_error(std::string_view message) const;

    std::vector<CameraStep> on_text(std::string_view text, std::int64_t uptime_ms);
    CameraSettings const& settings() const { return settings_; }
    /// A new conversation: nothing was asked for yet.
    void begin() { max_fps_.reset(); }
    /// What it was asked for; nothing for as many as it can.
    std::optional<int> max_fps() const { return max_fps_; }

private:
    CameraSettings settings_;
    std::optional<int> max_fps_;
    int beats_ = 0;
};

} // namespace watchpost::sim
