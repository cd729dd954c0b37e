#pragma once

#include <watchpost/net/close_policy.hpp>

#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/system/error_code.hpp>

#include <string_view>

namespace watchpost::net {

/// Why a read ended with `error`; `reason` is what the peer's close frame said, if one came.
EndInfo end_of_read(boost::system::error_code error, boost::beast::websocket::close_reason const& reason);

/// Whether the last character of `text`, which Beast let pass, lacks bytes: Beast checks the rest of UTF-8, but not
/// this when the last frame of a message is empty (1.81; RFC 6455 section 8.1).
bool is_cut(std::string_view text);

} // namespace watchpost::net
