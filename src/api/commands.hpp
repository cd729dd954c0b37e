#pragma once

#include <watchpost/hub/hub.hpp>
#include <watchpost/net/http_message.hpp>

namespace watchpost::api {

/// Both answer 202 with the command's number and state; 400 names what is wrong with the body, 404 an unknown board.
net::Answer post_servo(hub::Hub& hub, net::Request const& request);
net::Answer post_action(hub::Hub& hub, net::Request const& request);

/// What became of a command; the newest thousand are remembered.
net::Answer get_command(hub::Hub const& hub, net::Request const& request);

} // namespace watchpost::api
