#pragma once

#include "link_core.hpp"

namespace watchpost::net {

/// Runs the link on its plain TCP socket itself, once Beast has answered the handshake: what came in as one frame goes
/// out as it lies, with one system call for each viewer that can take it (PERFORMANCE).
void open_lean_link(Upgrade upgrade, LinkTerms terms);

} // namespace watchpost::net
