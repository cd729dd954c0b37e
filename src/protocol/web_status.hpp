#pragma once

#include <watchpost/core/device_status.hpp>
#include <watchpost/protocol/json_text.hpp>

namespace watchpost::protocol::web {

/// DEVICE of docs/reference.md.
Json device_json(DeviceStatus const& device);

/// VIEWER of docs/reference.md.
Json viewer_json(ViewerStatus const& viewer);

/// The members of the `status` message, without its `type`.
Json status_json(SystemStatus const& status);

} // namespace watchpost::protocol::web
