#pragma once

#include <watchpost/api/api.hpp>
#include <watchpost/protocol/legacy.hpp>

#include <string>

namespace watchpost::api {

/// The routes of the server that we replace, with its field names and without its lies (PROTOCOL sections 8 and 9).
/// They act on the default camera, and on the Pico that belongs to it.
void add_legacy_routes(net::Router& router, Sources const& sources);

/// 200 with JSON that nobody keeps.
net::Response legacy_answer(std::string document, int status = 200);
/// 422, as the old server said what it did not like.
net::Response legacy_refusal(protocol::legacy::Invalid const& invalid);

/// The Pico that the old routes turn: the one of the default camera's station; without a station the first that is
/// online, else the first that is known.
std::optional<DeviceStatus> legacy_pico(hub::Hub const& hub);
/// The default camera.
std::optional<DeviceStatus> legacy_camera(hub::Hub const& hub);

} // namespace watchpost::api
