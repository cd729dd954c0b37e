#pragma once

#include <watchpost/core/command.hpp>
#include <watchpost/core/device_status.hpp>
#include <watchpost/core/event.hpp>
#include <watchpost/core/photo.hpp>
#include <watchpost/core/result.hpp>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What browsers say on `/ws` and `/ws/video`, and what they are told (docs/reference.md; PROTOCOL sections 5 to 7).
namespace watchpost::protocol::web {

/// How a client names its own message: what it gave as `id`, to be given back.
using ClientId = std::variant<std::monostate, std::int64_t, std::string>;
struct Ping {
    ClientId id;
};
struct GetStatus {};
/// The first message of the old dashboard. Its token is not looked at: who may come in was decided in the handshake.
struct Authenticate {};
struct StartStream {};
/// The browser has shown a picture: the `frame`th binary message of this connection, counted from 1.
struct Painted {
    std::uint64_t frame = 0;
    std::uint64_t want = UINT64_MAX; ///< so many pictures beyond this one, as far as the window allows
};
struct Command {
    ClientId id;
    DeviceId device;
    CommandBody body;
    std::optional<std::chrono::milliseconds> time_to_live;
};
/// A command that cannot be one; `why` names the member, the value and what is allowed.
struct BadCommand {
    ClientId id;
    std::string why;
};
/// Understood by nobody, answered by nothing (quirk Q20): unknown types, and a browser's own "pong".
struct Ignored {};

using Message = std::variant<Ping, GetStatus, Authenticate, StartStream, Painted, Command, BadCommand, Ignored>;

/// An error when `text` is not a JSON object.
Result<Message> read(std::string_view text);

/// A `status` message of at most 64 KiB, whatever boards say and however many there are: those that do not fit any more
/// are counted in `devices_more`. In two parts, so that one can tell whether more has changed than the time.
struct StatusText {
    std::string moment; ///< with the time, which is news always
    std::string rest;
};
StatusText status_text(SystemStatus const& status);
std::string status(SystemStatus const& status);
std::string event(Event const& event);
std::string pong();
/// With the time here, by which a page can tell how its own clock differs.
std::string pong(ClientId const& id, WallTime now);
std::string authenticated(std::string_view username, std::string_view role);
std::string stream_started();
/// Answers `Painted`; `viewer.painted` is the age.
std::string frame_age(std::uint64_t frame, ViewerStatus const& viewer);
std::string stream_error(std::string_view message);
/// `{"type":"command_state",…}`; `command` is our number for it.
std::string command_state(ClientId const& id, CommandReport const& report);
std::string command_refused(ClientId const& id, std::string_view why);
/// Somebody, wherever, has told `device` to stop at once: what steers it by hand ends.
std::string emergency_stop(DeviceId const& device);
std::string invalid_json(std::string_view why);

/// The bodies of `GET /api/v1/status`, `/api/v1/devices` and `/api/v1/events`.
std::string status_document(SystemStatus const& status);
std::string devices_document(std::vector<DeviceStatus> const& devices);
std::string events_document(std::vector<Event> const& events);

/// The body of `GET /api/v1/photos`: some of `total` photos.
std::string photos_document(std::vector<StoredPhoto> const& photos, std::size_t total);

} // namespace watchpost::protocol::web
