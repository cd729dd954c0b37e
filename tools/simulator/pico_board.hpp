#pragma once

#include "board.hpp"
#include "pico_logic.hpp"

namespace watchpost::sim {

/// A Pico W with two servos, in the manner of uwebsockets: it reads, acts, and reads again.
class PicoBoard final : public Board {
public:
    /// Moves `head`, over which a camera may be looking.
    PicoBoard(asio::any_io_executor executor, DialTarget target, FaultPlan faults, std::uint64_t seed,
              std::shared_ptr<PanTilt> head, double move_speed, bool send_device_id);

private:
    struct Heard {
        std::string text;
        std::optional<Ending> ending; ///< instead of a text
    };

    asio::awaitable<std::optional<std::string>> shake_hands() override;
    asio::awaitable<Ending> converse() override;
    SteadyTime::duration pause_after(Ending const& ending) override;
    Mask mask() override;

    asio::awaitable<Heard> hear();
    asio::awaitable<Ending> not_heard(error_code error);
    asio::awaitable<std::optional<Ending>> carry_out(std::vector<PicoStep> steps);
    asio::awaitable<error_code> say(Say say);

    std::shared_ptr<PanTilt> head_;
    PicoLogic logic_;
    bool send_device_id_;
};

} // namespace watchpost::sim
