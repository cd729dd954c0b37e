#pragma once

#include "upgrade.hpp"

#include <watchpost/core/guard.hpp>
#include <watchpost/net/link.hpp>
#include <watchpost/net/link_set.hpp>
#include <watchpost/net/pulse.hpp>

namespace watchpost::net {

/// Answers the handshake and runs the link until its socket is closed. `open` is called after the 101 is written; if
/// that fails nobody is told. `keep` is held for as long as the socket is open.
void open_ws_link(Upgrade upgrade, LinkOptions options, LinkFactory open, Pulse& pulse, LinkSet& links, Guard keep);

} // namespace watchpost::net
