#pragma once

#include <watchpost/core/guard.hpp>
#include <watchpost/core/ip_address.hpp>
#include <watchpost/core/workers.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

namespace watchpost::api {

/// Passwords that are to be verified: each costs 0.1 s and 64 MiB, so that one is verified at a time. The places take
/// turns, and a place that comes waits for one of each other place at most, whatever they have waiting (SECURITY rule
/// 6). Loop thread only.
class LoginQueue {
public:
    static constexpr std::size_t kMost = 64;        ///< that wait
    static constexpr std::size_t kMostOfAPlace = 8; ///< of them

    enum class End {
        worked,     ///< `work` is done
        turned_off, ///< `may_begin` said no when its turn came
        pushed_out, ///< by a place that had fewer
    };
    struct Check {
        std::function<bool()> may_begin;
        std::function<void()> work;    ///< beside the loop
        std::function<void(End)> then; ///< once, unless the guard went before its turn; perhaps from within a `join`
    };

    explicit LoginQueue(Workers& workers);

    /// Waits for its turn as long as the guard lives; what has begun goes on. Nothing when there is no room.
    std::optional<Guard> join(IpAddress const& place, Check check);

private:
    struct Line;
    std::shared_ptr<Line> line_; ///< shared with the work that is under way
};

} // namespace watchpost::api
