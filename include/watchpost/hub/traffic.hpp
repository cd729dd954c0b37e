#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

namespace watchpost::hub {

/// What happened since the daemon started, counted for `/metrics`. The labels are words of ours, never a peer's.
struct Traffic {
    struct Close {
        std::string endpoint;
        std::string reason;
        bool routine = false;
        auto operator<=>(Close const&) const = default;
    };

    std::map<Close, std::uint64_t> closed;
    std::map<std::string, std::uint64_t> open;             ///< by endpoint
    std::map<std::string, std::uint64_t> invalid_messages; ///< by endpoint
    std::map<std::string, std::uint64_t> unknown_messages; ///< by endpoint
    std::uint64_t viewer_frames_sent = 0;
    std::uint64_t viewer_frames_dropped = 0; ///< a newer frame came before they could be sent

    std::uint64_t all_invalid_messages() const {
        std::uint64_t sum = 0;
        for (auto const& [endpoint, count] : invalid_messages)
            sum += count;
        return sum;
    }
};

} // namespace watchpost::hub
