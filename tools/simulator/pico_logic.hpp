#pragma once

#include "pan_tilt.hpp"

#include <watchpost/core/clock.hpp>
#include <watchpost/json/json.hpp>

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace watchpost::sim {

/// Sends a message; the board's clock is put into it at the moment of sending.
struct Say {
    nlohmann::json message;
};
/// Moves, and does nothing else meanwhile.
struct Turn {
    Bearing target;
    std::chrono::duration<double> takes{};
};
struct Restart {};
/// Closes the connection with 1000.
struct Leave {
    std::string reason;
};
using PicoStep = std::variant<Say, Turn, Restart, Leave>;

/// What the flashed Pico firmware answers and does (PROTOCOL.md section 3), without its socket.
class PicoLogic {
public:
    /// `head` is moved by whoever carries out a `Turn`. A `move_speed` of 1 is the measured board.
    PicoLogic(std::shared_ptr<PanTilt const> head, std::string_view token, double move_speed);

    void link_up(SteadyTime now);
    Say hello(WallTime wall) const;
    /// To be done in this order.
    std::vector<PicoStep> on_text(std::string_view text, SteadyTime now);
    /// Asked between two reads, like everything on this board.
    std::optional<Say> ping_due(SteadyTime now);
    SteadyTime next_ping() const;
    /// `say` as text, with timestamp, device and memory.
    std::string stamped(Say say, WallTime wall);

private:
    std::vector<PicoStep> obey_servo(nlohmann::json const& message, std::string_view command_type, bool smooth,
                                     SteadyTime now) const;
    std::vector<PicoStep> obey_action(std::string_view action, std::string_view command_type, SteadyTime now) const;
    Turn turn_to(Bearing target, double slowness, SteadyTime now) const;
    nlohmann::json status(SteadyTime now) const;

    std::shared_ptr<PanTilt const> head_;
    std::string token_hint_;
    double move_speed_;
    SteadyTime started_{};
    SteadyTime last_ping_{};
    SteadyTime last_message_{};
    bool acked_connection_ = false;
    int sent_ = 0;
};

} // namespace watchpost::sim
