#pragma once

#include <watchpost/hub/hub.hpp>
#include <watchpost/net/http_message.hpp>

namespace watchpost::api {

/// These say what became of the command: sent, waiting for the board, or not possible (quirks Q10 to Q12).
net::Answer set_servo(hub::Hub& hub, net::Request const& request);
net::Answer set_action(hub::Hub& hub, net::Request const& request);
net::Answer manual_photo(hub::Hub& hub, net::Request const& request);

} // namespace watchpost::api
