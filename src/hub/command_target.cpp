#include <watchpost/hub/command_target.hpp>

namespace watchpost::hub {
namespace {

/// Servos hang on the Pico, whatever the replaced system sent to the camera (quirk Q11).
bool can_do(DeviceKind kind, CommandBody const& body) {
    auto const* const action = std::get_if<DeviceAction>(&body);
    if (action == nullptr) return kind == DeviceKind::pico;
    bool const is_optical = action->action == "capture_photo" || action->action == "camera_settings" ||
                            action->action.starts_with("flash_");
    if (kind == DeviceKind::pico) return !is_optical;
    return is_optical || action->action == "system_reboot";
}

} // namespace

Result<DeviceKey> command_target(StatusBoard const& board, DeviceId const& id, CommandBody const& body) {
    bool known = false;
    for (auto const kind : {DeviceKind::pico, DeviceKind::esp32cam}) {
        DeviceKey key{kind, id};
        if (!board.knows(key)) continue;
        if (can_do(kind, body)) return key;
        known = true;
    }
    if (!known) return Error{"there is no board \"" + id + "\""};
    return Error{"\"" + id + "\" cannot do this: a Pico moves servos, a camera takes photos and has the flash"};
}

} // namespace watchpost::hub
