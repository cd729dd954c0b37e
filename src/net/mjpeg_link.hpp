#pragma once

#include "channel.hpp"

#include <watchpost/core/guard.hpp>
#include <watchpost/net/http_message.hpp>
#include <watchpost/net/link_set.hpp>
#include <watchpost/net/pulse.hpp>

namespace watchpost::net {

/// Sends the response header and then frames until the peer goes or stalls, or `terms` say so. `peer` names it in the
/// log; `pages` are the lines of the header that say whose pages it is for; `keep` is held for as long as the channel
/// is open.
void open_mjpeg_link(Channel channel, std::string peer, std::string const& pages, MjpegAnswer answer, Pulse& pulse,
                     LinkSet& links, Guard keep);

} // namespace watchpost::net
