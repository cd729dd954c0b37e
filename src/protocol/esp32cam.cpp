#include "telemetry.hpp"

#include <watchpost/protocol/esp32cam.hpp>

namespace watchpost::protocol::esp32cam {

Result<Message> read(std::string_view text) {
    auto const object = parse_object(text);
    if (!object) return object.error();
    Fields const fields{*object};
    auto const announced_size = fields.whole("size", 0, INT64_MAX);
    Message message{Other{}, read_telemetry(*object)};
    auto type = fields.text("type").value_or("");
    if (type == "frame" || type == "frame_metadata") {
        message.what = FrameAnnounced{announced_size};
    } else if (type == "photo_data" || type == "photo_metadata") {
        message.what = PhotoAnnounced{announced_size};
    } else if (type == "heartbeat") {
        message.what = Heartbeat{};
    } else if (type == "connection" || type == "device_info") {
        message.what = Hello{};
    } else if (type == "log") {
        // Cameras say `log_type`, other boards `level` (quirk Q9).
        auto const word = fields.text("log_type").value_or(fields.text("level").value_or(""));
        message.what = Log{severity_from(word), fields.text("message").value_or("")};
    } else if (type == "photo_sent" || type == "flash" || type == "system_reboot") {
        message.what = Answered{false, fields.text("status").value_or("")};
    } else if (type == "unknown_action") {
        message.what = Answered{true, "the board does not know this action"};
    } else if (type == "photo_error" || type == "system_error" || type == "system_warning" || type == "camera_error") {
        message.what = Trouble{std::move(type), fields.text("message").value_or("")};
    } else {
        message.what = Other{std::move(type)};
    }
    return message;
}

std::string action(DeviceAction const& action) {
    // At the top level, without a "type" (PROTOCOL section 4.3).
    Json json{{"action", action.action}};
    if (action.quality) json["quality"] = *action.quality;
    if (action.flash) json["flash"] = *action.flash;
    if (action.intensity) json["intensity"] = *action.intensity;
    return to_board_wire(json);
}

std::string connection_ack() {
    return to_board_wire({{"type", "connection_ack"}, {"status", "success"}, {"message", "Connected to watchpost"}});
}

} // namespace watchpost::protocol::esp32cam
