#pragma once

#include <watchpost/core/command.hpp>
#include <watchpost/core/result.hpp>

#include <string>
#include <string_view>

/// Commands as people and tools write them, over HTTP and on `/ws` (docs/reference.md). Every number is read strictly:
/// what is no number, or out of range, is an error that names the member, the value and what is allowed.
namespace watchpost::protocol::command {

struct Servo {
    ServoTarget target;
    std::optional<std::chrono::milliseconds> time_to_live; ///< 1 s to 1 h
};

/// `{"pan":0-180,"tilt":0-180,"smooth":false,"ttl_ms":…}`; one axis may be missing.
Result<Servo> read_servo(std::string_view text);

/// `{"action":…,"quality":1-100,"flash":…,"intensity":0-100}`; `camera_settings` has one or more of `photo_quality`
/// 1-100, `brightness`, `contrast`, `saturation`, `sharpness` -2 to 2, `auto_exposure`, `auto_white_balance`;
/// `photo_quality` with `quality` is short for one of them.
Result<DeviceAction> read_action(std::string_view text);

/// The answer to a command over HTTP, and the body of `GET /api/v1/commands/{id}`.
std::string document(CommandReport const& report);

} // namespace watchpost::protocol::command
