#pragma once

#include <watchpost/protocol/command.hpp>
#include <watchpost/protocol/json_text.hpp>

namespace watchpost::protocol::command {

Result<Servo> servo_from(Json const& object);
Result<DeviceAction> action_from(Json const& object);

/// The members that tell a command's state: `state`, `detail`, `rtt_ms`.
Json state_json(CommandReport const& report);

} // namespace watchpost::protocol::command
