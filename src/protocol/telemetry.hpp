#pragma once

#include <watchpost/core/device_status.hpp>
#include <watchpost/protocol/json_text.hpp>

namespace watchpost::protocol {

/// Whatever of a board's state stands in `object`, under the names that the known firmware uses.
/// `clock_unit` is what one step of the board's `timestamp` is.
Telemetry read_telemetry(Json const& object, std::chrono::milliseconds clock_unit);

} // namespace watchpost::protocol
