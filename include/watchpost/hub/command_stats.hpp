#pragma once

#include <watchpost/core/histogram.hpp>
#include <watchpost/hub/command_book.hpp>

#include <array>
#include <map>

namespace watchpost::hub {

/// How commands end, and how long boards take to answer, since the daemon started. One thread.
class CommandStats final : private CommandSubscriber {
public:
    /// Upper bounds in seconds; a move takes 3 to 7 s (PROTOCOL section 3.3).
    static constexpr std::array kBounds{0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0};

    using AckTimes = Histogram<kBounds>;

    explicit CommandStats(CommandBook& book)
        : news_(book.subscribe(*this)) {}

    std::map<DeviceKey, AckTimes> const& ack_times() const { return ack_times_; }
    /// How many ended in each final state.
    std::map<CommandState, std::uint64_t> const& ends() const { return ends_; }

private:
    void on_command(CommandReport const& report) override;
    void on_forgotten(DeviceKey const& device) override { ack_times_.erase(device); }

    std::map<DeviceKey, AckTimes> ack_times_;
    std::map<CommandState, std::uint64_t> ends_;
    Guard news_;
};

} // namespace watchpost::hub
