#pragma once

#include <watchpost/net/http_message.hpp>

namespace watchpost::net {

/// 503: there are places for boards only.
Response busy();

/// What HEAD gets of an MJPEG stream.
Response mjpeg_head();

/// What `is_upgrade` does not look at (RFC 6455 section 4.2.1); nothing when the handshake is well. `sent_more`: the
/// client did not wait for the answer.
std::optional<Response> check_handshake(Request const& request, bool sent_more);

} // namespace watchpost::net
