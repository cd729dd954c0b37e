#pragma once

#include <watchpost/core/command.hpp>
#include <watchpost/core/device_status.hpp>
#include <watchpost/core/event.hpp>
#include <watchpost/core/photo.hpp>
#include <watchpost/core/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// What an ESP32-CAM says on `/ws/esp32cam` beside its pictures, and what it is told (PROTOCOL section 4).
namespace watchpost::protocol::esp32cam {

/// `connection` of the current firmware, `device_info` of the older one.
struct Hello {
    bool takes_stream_rate = false; ///< its `capabilities` have "stream_rate"
};
/// The next binary message is a stream frame of `size` bytes.
struct FrameAnnounced {
    std::optional<std::int64_t> size;
};
/// The next binary message is a photo that was asked for, not a stream frame (quirk Q6).
struct PhotoAnnounced {
    std::optional<std::int64_t> size;
    PhotoTerms terms;
};
/// That photo was sent.
struct PhotoSent {};
struct Heartbeat {};
struct Log {
    Severity severity = Severity::info;
    std::string message;
};
/// `photo_error`, `system_error`, `system_warning`, `camera_error`.
struct Trouble {
    std::string type;
    std::string message;
};
/// The board's answer to an action.
struct Answered {
    std::string about; ///< how that action's word begins
    bool refused = false;
    std::string detail;
};
/// One of the camera's settings has this value now.
struct SettingTold {
    std::string name;
    std::string value; ///< as it is written in JSON
};
/// The other answers and echoes, and types nobody knows.
struct Other {
    std::string type;
};

struct Message {
    std::variant<Hello, FrameAnnounced, PhotoAnnounced, PhotoSent, Heartbeat, Log, Trouble, Answered, SettingTold,
                 Other>
        what;
    Telemetry telemetry; ///< any message may carry some
};

/// An error when `text` is not a JSON object; flashed boards send such text, because they do not escape log messages.
/// Never answer it: the older firmware would log the answer unescaped again, for ever (quirk Q27).
Result<Message> read(std::string_view text);

std::string connection_ack();

/// A message that asks for nothing and gets no answer.
std::string ping();
/// How fast pictures are wanted; as fast as the camera is set up for when there is no number. Only for a camera whose
/// hello says that it takes this.
std::string stream_rate(std::optional<int> max_fps);
/// Requires an action: a camera has no servos.
std::string action(DeviceAction const& action);

} // namespace watchpost::protocol::esp32cam
