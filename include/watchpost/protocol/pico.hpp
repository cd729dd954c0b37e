#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/command.hpp>
#include <watchpost/core/device_status.hpp>
#include <watchpost/core/event.hpp>
#include <watchpost/core/result.hpp>

#include <string>
#include <string_view>
#include <variant>

/// What a Pico W says on `/ws/pico`, and what it is told (PROTOCOL section 3). Outgoing texts are ASCII and well under
/// 1,000 bytes.
namespace watchpost::protocol::pico {

struct Connect {};
struct Ping {};
struct Pong {};
/// The board's word on a command.
struct Ack {
    std::string command_type;
    std::string status;     ///< "success", "error" or "ignored"
    std::string detail;     ///< empty when it was not a text
    std::optional<int> pan; ///< degrees, when `detail` tells ("X=120°, Y=60°")
    std::optional<int> tilt;
};
struct Log {
    Severity severity = Severity::info;
    std::string message;
};
struct SensorData {
    std::string sensor_type;
    std::int64_t sequence = 0;
};
struct Unknown {
    std::string type;
};

struct Message {
    std::variant<Connect, Ping, Pong, Ack, Log, SensorData, Unknown> what;
    Telemetry telemetry; ///< any message may carry some
};

/// An error when `text` is not a JSON object.
Result<Message> read(std::string_view text);

std::string connection_ack(WallTime now);
std::string ping(WallTime now);
std::string pong(WallTime now);
std::string command(CommandBody const& body, WallTime now);
std::string sensor_ack(SensorData const& data, WallTime now);
std::string invalid_json(WallTime now);

} // namespace watchpost::protocol::pico
