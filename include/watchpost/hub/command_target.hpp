#pragma once

#include <watchpost/core/command.hpp>
#include <watchpost/core/result.hpp>
#include <watchpost/hub/status_board.hpp>

namespace watchpost::hub {

/// The board that `id` names for this command: a camera and a Pico may share a name, and each does only what it can. An
/// error when no board has the name, or none that has it can do this.
Result<DeviceKey> command_target(StatusBoard const& board, DeviceId const& id, CommandBody const& body);

} // namespace watchpost::hub
