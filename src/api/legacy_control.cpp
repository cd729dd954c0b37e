#include "legacy_control.hpp"

#include "author.hpp"
#include "commands.hpp"
#include "legacy.hpp"

namespace watchpost::api {
namespace {

namespace legacy = protocol::legacy;
using legacy::Status;

net::Response message(Status status, std::string_view text, int http_status = 200) {
    return legacy_answer(legacy::message_document(status, text), http_status);
}

/// Gives the command to `board`, which people call `name`, and says what became of it.
net::Answer submit(hub::Hub& hub, net::Request const& request, std::optional<DeviceStatus> const& board,
                   char const* name, CommandBody body, std::string const& done) {
    if (!board) return message(Status::error, std::string("No ") + name + " is known; nothing was sent", 503);
    auto const report = hub.commands.submit(board->key, std::move(body), std::nullopt, author_of(request));
    switch (report.state) {
    case CommandState::sent:
    case CommandState::acknowledged:
        return message(Status::success, done);
    case CommandState::queued:
        if (!board->online)
            return message(Status::warning, std::string(name) + " is offline, command will be sent when connected");
        return message(Status::success, done + " (waits for the command before it)");
    default:
        return message(Status::error, report.detail, 503);
    }
}

/// The word that a Pico knows; empty for what is not a Pico's.
std::string pico_word(std::string_view action) {
    if (action == "servo_reset") return "reset_position";
    if (action == "reset_position" || action == "emergency_stop") return std::string(action);
    return {};
}

bool is_camera_word(std::string_view action) {
    return action == "capture_photo" || action == "flash_on" || action == "flash_off" || action == "system_reboot";
}

} // namespace

net::Answer set_servo(hub::Hub& hub, net::Request const& request) {
    if (auto refusal = check_type(request)) return std::move(*refusal);
    auto const read = legacy::read_servo(request.body);
    if (auto const* const invalid = std::get_if<legacy::Invalid>(&read)) return legacy_refusal(*invalid);
    auto const& target = std::get<ServoTarget>(read);
    return submit(hub, request, legacy_pico(hub), "Pico", target,
                  "Servo command sent: X=" + std::to_string(*target.pan) + "°, Y=" + std::to_string(*target.tilt) +
                      "°");
}

net::Answer set_action(hub::Hub& hub, net::Request const& request) {
    if (auto refusal = check_type(request)) return std::move(*refusal);
    auto read = legacy::read_action(request.body);
    if (auto const* const invalid = std::get_if<legacy::Invalid>(&read)) return legacy_refusal(*invalid);
    auto action = std::get<DeviceAction>(std::move(read));
    auto const word = action.action;
    // Servos hang on the Pico, whatever the old server sent to the camera (quirk Q11).
    if (auto const known = pico_word(word); !known.empty()) {
        DeviceAction order;
        order.action = known;
        return submit(hub, request, legacy_pico(hub), "Pico", std::move(order), "Action sent to Pico: " + word);
    }
    if (!is_camera_word(word))
        return message(Status::warning, "No board knows the action " + word + "; nothing was sent");
    if (word == "flash_off" || word == "system_reboot") action.intensity.reset();
    return submit(hub, request, legacy_camera(hub), "ESP32CAM", std::move(action), "Action sent to ESP32CAM: " + word);
}

net::Answer manual_photo(hub::Hub& hub, net::Request const& request) {
    if (auto refusal = check_type(request)) return std::move(*refusal);
    auto read = legacy::read_photo_order(request.body);
    if (auto const* const invalid = std::get_if<legacy::Invalid>(&read)) return legacy_refusal(*invalid);
    return submit(hub, request, legacy_camera(hub), "ESP32CAM", std::get<DeviceAction>(std::move(read)),
                  "Photo capture command sent to ESP32CAM");
}

} // namespace watchpost::api
