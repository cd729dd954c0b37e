#pragma once

#include "channel.hpp"

#include <watchpost/core/guard.hpp>
#include <watchpost/net/link_set.hpp>
#include <watchpost/net/mjpeg.hpp>
#include <watchpost/net/pulse.hpp>

namespace watchpost::net {

/// Sends the response header and then frames until the peer goes or stalls. `peer` names it in the log; `pages` are the
/// lines of the header that say whose pages it is for; `keep` is held for as long as the channel is open.
void open_mjpeg_link(Channel channel, std::string peer, std::string pages, MjpegFactory open, Pulse& pulse,
                     LinkSet& links, Guard keep);

} // namespace watchpost::net
