#pragma once

#include "orders.hpp"
#include "types.hpp"

#include <string>
#include <string_view>

/// What a camera says. Every text is one valid JSON object in ASCII, whatever stands in its arguments.
namespace cam::messages {

inline constexpr char kFirmware[] = "3.0";

/// `reset_reason`: why the board itself started, in a word or two.
std::string hello(std::string_view reset_reason);
/// Announces the picture that follows as the next binary message.
std::string frame(std::size_t size, int width, int height, Ms now, double fps);
std::string photo_data(std::size_t size, CapturePhoto const& photo, Ms now);
std::string photo_sent(std::size_t size, CapturePhoto const& photo);
std::string photo_error(std::string_view why);
std::string flash(int percent);
/// One of the settings, as the camera has it now.
std::string setting(std::string_view name, int value);
std::string setting(std::string_view name, bool enabled);
/// An order that is not carried out; why is told by a `warning` before it.
std::string unknown_action(std::string_view action);
std::string warning(std::string_view why);
std::string rebooting();
std::string log(std::string_view level, std::string_view message, Ms now);

struct Health {
    double fps = 0;
    std::size_t memory = 0; ///< free bytes
    int rssi = 0;           ///< dBm
};
std::string heartbeat(Health const& health, Ms now);

} // namespace cam::messages
