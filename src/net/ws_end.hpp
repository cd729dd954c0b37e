#pragma once

#include <watchpost/net/close_policy.hpp>

#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/system/error_code.hpp>

namespace watchpost::net {

/// Why a read ended with `error`; `reason` is what the peer's close frame said, if one came.
EndInfo end_of_read(boost::system::error_code error, boost::beast::websocket::close_reason const& reason);

} // namespace watchpost::net
