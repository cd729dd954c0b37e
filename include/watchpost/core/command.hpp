#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/deed.hpp>
#include <watchpost/core/device.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace watchpost {

/// Where two servos shall go, in degrees 0 to 180. An axis that is not named stays where it was told to go last.
struct ServoTarget {
    std::optional<int> pan;  ///< servo1
    std::optional<int> tilt; ///< servo2
    bool smooth = false;     ///< the board's slow profile
    bool operator==(ServoTarget const&) const = default;
};

/// One thing that can be set on a camera, by the name it knows it under.
struct CameraSetting {
    std::string name;
    std::variant<bool, int> value;
    bool operator==(CameraSetting const&) const = default;
};

/// Something a board does, by the word it knows it under; `camera_settings` stands for all of `settings`.
struct DeviceAction {
    std::string action;
    std::optional<int> quality;            ///< 1 to 100, of a photo
    std::optional<bool> flash;             ///< with a photo
    std::optional<int> intensity;          ///< 0 to 100, of the flash
    std::vector<CameraSetting> settings{}; ///< each name once
    bool operator==(DeviceAction const&) const = default;
};

using CommandBody = std::variant<ServoTarget, DeviceAction>;
using CommandId = std::uint64_t; ///< from 1, never used twice by one run of the daemon

enum class CommandState {
    queued,       ///< waits for the board, or for the board's answer to an earlier command
    sent,         ///< the board has it, or it is on its way
    acknowledged, ///< the board says it did it
    expired,      ///< its deadline passed, or the link ended, before the board answered
    superseded,   ///< a newer command took its place before it was sent
    refused,      ///< the board said no, or it was never acceptable
};

/// The word on the wire: "queued", "sent" and so on.
std::string_view to_string(CommandState state);
/// True when nothing follows.
bool is_final(CommandState state);

/// What is known of one command.
struct CommandReport {
    CommandId id = 0;
    DeviceKey device;
    CommandBody body;
    CommandState state = CommandState::queued;
    std::string detail; ///< a sentence, or the board's own words; empty when there is nothing to say
    std::optional<std::chrono::milliseconds> round_trip; ///< from sending to the board's answer
    WallTime changed{};
    Author author{}; ///< who gave it
};

} // namespace watchpost
