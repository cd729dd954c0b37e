#pragma once

#include "http_session.hpp"

namespace watchpost::net {

/// Shakes hands with who is at the other end of `socket`, and then serves HTTP to it. It has 5 s to begin and 5 s more
/// to finish; what fails is told to nobody but the debug log and the metrics. `keep` is held as long as it is open.
void begin_tls(boost::asio::ip::tcp::socket socket, TlsContext& tls, HttpContext& context, Guard keep);

} // namespace watchpost::net
