#pragma once

#include <watchpost/net/router.hpp>

namespace watchpost::net {

/// The router's, or 500 and a line in the log where it throws, which is a fault of ours.
Answer answer_of(Router const& router, Request& request);

/// 503: there are places for boards only.
Response busy();

/// What HEAD gets of an MJPEG stream.
Response mjpeg_head();

/// What `is_upgrade` does not look at (RFC 6455 section 4.2.1); nothing when the handshake is well. `sent_more`: the
/// client did not wait for the answer.
std::optional<Response> check_handshake(Request const& request, bool sent_more);

} // namespace watchpost::net
