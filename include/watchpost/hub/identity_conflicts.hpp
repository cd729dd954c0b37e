#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/device.hpp>

#include <deque>
#include <map>

namespace watchpost::hub {

/// Two live boards with one identity would throw each other out for ever. After five take-overs within 60 s the link
/// that is there stays, and newer ones are refused for 60 s (DEVICES rule 8). Pure: it is told the time.
class IdentityConflicts {
public:
    enum class Verdict {
        admit,
        refuse,
        refuse_and_tell, ///< the first refusal of this conflict: the operator should hear of it
    };

    /// A newer link wants the place of one that is open.
    Verdict judge(DeviceKey const& key, SteadyTime now);
    void on_takeover(DeviceKey const& key, SteadyTime now);
    void forget(DeviceKey const& key) { histories_.erase(key); }

private:
    struct History {
        std::deque<SteadyTime> takeovers;
        SteadyTime refused_until{};
    };

    std::map<DeviceKey, History> histories_; ///< only of boards that were taken over lately
};

} // namespace watchpost::hub
