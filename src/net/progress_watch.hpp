#pragma once

#include <watchpost/core/clock.hpp>

#include <cstdint>
#include <optional>

namespace watchpost::net {

/// Does what a peer has begun, a message or a body, come along? (SECURITY rule 33) Pure: it is told the time, and how
/// much has come.
class ProgressWatch {
public:
    /// So long nothing of it may come.
    static constexpr std::chrono::seconds kPause{10};
    /// It is whole within so long, or so much comes in each such time: 2 KB/s, less what a burst may be late.
    static constexpr std::chrono::seconds kWindow{30};
    static constexpr std::uint64_t kLeastInWindow = 50'000; ///< bytes

    enum class Verdict {
        well,
        stuck,    ///< nothing came for `kPause`
        too_slow, ///< less than `kLeastInWindow` came in `kWindow`
    };

    /// Of what is the `which`th that this peer has begun, `bytes` have come. Call it when some may have come, and at
    /// each beat.
    Verdict check(SteadyTime now, std::uint64_t which, std::uint64_t bytes) {
        if (!under_way_ || under_way_->which != which) under_way_ = UnderWay{which, now, now, bytes, bytes};
        auto& it = *under_way_;
        if (bytes != it.bytes) {
            it.bytes = bytes;
            it.progress = now;
        }
        if (now - it.progress >= kPause) return Verdict::stuck;
        if (now - it.window < kWindow) return Verdict::well;
        if (bytes - it.bytes_at_window < kLeastInWindow) return Verdict::too_slow;
        it.window = now;
        it.bytes_at_window = bytes;
        return Verdict::well;
    }
    /// Nothing is under way.
    void rest() { under_way_.reset(); }

private:
    struct UnderWay {
        std::uint64_t which;
        SteadyTime progress; ///< when bytes came last
        SteadyTime window;   ///< when the window began
        std::uint64_t bytes;
        std::uint64_t bytes_at_window;
    };

    std::optional<UnderWay> under_way_;
};

} // namespace watchpost::net
