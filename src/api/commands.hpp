#pragma once

#include <watchpost/hub/hub.hpp>
#include <watchpost/net/http_message.hpp>

namespace watchpost::api {

/// 415 unless the body is said to be JSON, which a form of another web page cannot say without being asked first
/// (SECURITY rule 7).
std::optional<net::Response> check_type(net::Request const& request);

/// Gives `body` to the board `id`: 202 with the command's number and state, or, when the request has `?wait=MS`, 200
/// with its final state, or with its state when the time is over. 400 for a board that cannot do this, 404 for an
/// unknown one.
net::Answer submit_command(hub::Hub& hub, net::Request const& request, DeviceId const& id, CommandBody body,
                           std::optional<std::chrono::milliseconds> time_to_live);

/// As `submit_command`; 400 also names what is wrong with the body.
net::Answer post_servo(hub::Hub& hub, net::Request const& request);
net::Answer post_action(hub::Hub& hub, net::Request const& request);

/// What became of a command; the newest thousand are remembered.
net::Answer get_command(hub::Hub const& hub, net::Request const& request);

} // namespace watchpost::api
