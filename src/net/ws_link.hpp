#pragma once

#include "link_core.hpp"

namespace watchpost::net {

/// Runs the link on Beast's own stream.
void open_ws_link(Upgrade upgrade, LinkTerms terms);

} // namespace watchpost::net
