#pragma once

#include <watchpost/core/device_status.hpp>
#include <watchpost/core/event.hpp>
#include <watchpost/core/result.hpp>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What browsers say on `/ws` and `/ws/video`, and what they are told (docs/reference.md; PROTOCOL sections 5 to 7).
namespace watchpost::protocol::web {

struct Ping {};
struct GetStatus {};
/// The first message of the old dashboard. Its token is not looked at: who may come in was decided in the handshake.
struct Authenticate {};
struct StartStream {};
/// Understood by nobody, answered by nothing (quirk Q20): unknown types, and a browser's own "pong".
struct Ignored {};

using Message = std::variant<Ping, GetStatus, Authenticate, StartStream, Ignored>;

/// An error when `text` is not a JSON object.
Result<Message> read(std::string_view text);

std::string status(SystemStatus const& status);
std::string event(Event const& event);
std::string pong();
std::string authenticated(std::string_view username, std::string_view role);
std::string stream_started();
std::string stream_error(std::string_view message);
std::string invalid_json(std::string_view why);

/// The bodies of `GET /api/v1/status`, `/api/v1/devices` and `/api/v1/events`.
std::string status_document(SystemStatus const& status);
std::string devices_document(std::vector<DeviceStatus> const& devices);
std::string events_document(std::vector<Event> const& events);

} // namespace watchpost::protocol::web
