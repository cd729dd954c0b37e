#pragma once

#include "types.hpp"

#include <algorithm>
#include <functional>

namespace cam {

/// How long to wait before the next attempt. Full jitter: each wait is drawn below a limit that doubles up to 30 s, so
/// that boards which lost their server together do not come back together. Only a session that lasted makes the waits
/// short again: a server that accepts and drops at once is not hammered.
class Backoff {
public:
    static constexpr Ms kShortest = 200;
    static constexpr Ms kFirst = 1'000;
    static constexpr Ms kLongest = 30'000;
    static constexpr Ms kProven = 10'000;

    /// `random` answers any 32 bits.
    explicit Backoff(std::function<std::uint32_t()> random)
        : random_(std::move(random)) {}

    /// After one more attempt or session has ended.
    Ms next_wait() {
        Ms const limit = std::min(kLongest, kFirst << std::min(failures_, 10));
        if (failures_ < 10) ++failures_;
        return kShortest + static_cast<Ms>(random_() % static_cast<std::uint32_t>(limit - kShortest));
    }

    void session_lasted(Ms duration) {
        if (duration >= kProven) failures_ = 0;
    }

private:
    std::function<std::uint32_t()> random_;
    int failures_ = 0;
};

} // namespace cam
