#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace watchpost::test {

/// What a network does to one direction of a connection. As it stands: nothing.
struct Faults {
    enum class Stall {
        none,
        taking,     ///< nothing is passed on; the sender's bytes are still taken, up to a mebibyte
        not_taking, ///< the sender's bytes are left in its socket too, so that it feels the pressure
    };

    std::chrono::milliseconds delay{0};  ///< all that comes arrives so much later
    std::chrono::milliseconds jitter{0}; ///< and up to so much more, by the proxy's seed; the order stays
    std::size_t bytes_per_second = 0;    ///< 0: as fast as it goes
    std::size_t piece = 0;               ///< so many bytes at most go out with one call; 0: as many as came
    std::chrono::microseconds pause{0};  ///< between two pieces, so that the receiver sees them apart
    Stall stall = Stall::none;
    bool black_hole = false;                ///< what comes is taken and forgotten, a FIN too
    std::optional<std::size_t> reset_after; ///< once so many bytes were passed on, both sides get an RST
    std::optional<std::size_t> fin_after;   ///< the receiver gets a FIN behind so many bytes; the rest is forgotten

    static Faults single_bytes() {
        Faults faults;
        faults.piece = 1;
        faults.pause = std::chrono::microseconds(50);
        return faults;
    }
    static Faults reset_behind(std::size_t bytes) {
        Faults faults;
        faults.reset_after = bytes;
        return faults;
    }
    static Faults fin_behind(std::size_t bytes) {
        Faults faults;
        faults.fin_after = bytes;
        return faults;
    }
    static Faults lost() {
        Faults faults;
        faults.black_hole = true;
        return faults;
    }
    static Faults stalled(Stall stall) {
        Faults faults;
        faults.stall = stall;
        return faults;
    }
};

struct FaultPlan {
    Faults to_server{};
    Faults to_client{};
    std::uint32_t seed = 1; ///< of the jitter
};

} // namespace watchpost::test
