#pragma once

#include <watchpost/core/device_status.hpp>
#include <watchpost/protocol/json_text.hpp>

namespace watchpost::protocol {

/// Whatever of a board's state stands in `object`, under the names that the known firmware uses.
Telemetry read_telemetry(Json const& object);

} // namespace watchpost::protocol
