#pragma once

#include <watchpost/hub/command_book.hpp>

#include <map>

namespace watchpost::hub {

/// Nobody's flash burns for ever (SECURITY rule 28): when the lease of a `flash_on` that reached its board is over, the
/// board is told `flash_off`, again when it comes back if it is away, until it says so itself. A board that hears and
/// never answers is told three times. A newer `flash_on` begins the lease anew. One thread.
class FlashLease final : private CommandSubscriber {
public:
    static constexpr std::chrono::milliseconds kPauseBeforeAgain{5'000};
    static constexpr int kMostUnanswered = 3;

    /// `book` and `clock` live longer.
    FlashLease(CommandBook& book, Clock const& clock, std::chrono::milliseconds length);

    /// For leases that begin from now on.
    void set_length(std::chrono::milliseconds length) { length_ = length; }
    /// Call at every beat.
    void tick();

private:
    struct Lease {
        SteadyTime due;
        CommandId ending = 0;  ///< our own command, while it is not final
        CommandId renewal = 0; ///< a newer `flash_on` that waits to be sent: it would be overtaken by ours
        bool was_sent = false;
        int unanswered = 0;
    };

    void on_command(CommandReport const& report) override;
    void on_forgotten(DeviceKey const& device) override { leases_.erase(device); }
    void on_own_command(DeviceKey const& device, Lease& lease, CommandReport const& report);

    CommandBook& book_;
    Clock const& clock_;
    std::chrono::milliseconds length_;
    std::map<DeviceKey, Lease> leases_;
    Guard news_;
};

} // namespace watchpost::hub
