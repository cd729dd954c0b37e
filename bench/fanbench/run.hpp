#pragma once

#include "options.hpp"
#include "stamp.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace fanbench {

inline constexpr std::size_t kMaxCameras = 256;

enum class Phase {
    connect,
    warm_up, ///< frames flow and are not counted
    measure,
    stop, ///< no new frame; those on their way still count
    quit,
};

using Counter = std::atomic<std::uint64_t>;

/// Which frames of a camera count: from the first one in the phase `measure` to the last one. 0 while not known.
struct Window {
    Counter first{0};
    Counter end{0}; ///< one behind the last
    bool holds(std::uint64_t sequence) const;
    std::uint64_t size() const;
};

/// For --saturate: which is the newest frame that every fast viewer has reached.
class Progress {
public:
    Progress();
    /// Becomes readable whenever `done` grows, and by `wake`.
    int event_fd() const { return event_fd_; }
    void wake() const;

    void viewer_came() { ++fast_viewers_; }
    void viewer_went() { --fast_viewers_; }
    /// A fast viewer had `previous` and now has `sequence`; those between it will never get.
    void reached(std::uint64_t previous, std::uint64_t sequence);
    /// Before frame `sequence` is sent.
    void make_room_for(std::uint64_t sequence) { reached_.at((sequence + kSlots / 2) % kSlots) = 0; }

    std::uint64_t done() const { return done_; }
    void give_up_waiting_for(std::uint64_t sequence) { done_ = sequence; }

private:
    static constexpr std::size_t kSlots = 4096;
    std::array<std::atomic<std::uint32_t>, kSlots> reached_{};
    std::atomic<std::uint32_t> fast_viewers_{0};
    Counter done_{0};
    int event_fd_;
};

/// What the threads of one run share.
struct Run {
    explicit Run(Options const& o)
        : options(o) {}

    Options const options;
    std::uint64_t const started_ns = now_ns(); ///< what was sent before is of another run: the server has kept it
    std::vector<std::string> pictures;         ///< one for each camera, as it is before it is masked
    std::atomic<Phase> phase{Phase::connect};
    std::array<Window, kMaxCameras> windows;
    Progress progress;

    std::atomic<int> cameras_open{0}, cameras_failed{0}, viewers_open{0}, viewers_failed{0};
    Counter delivered_fast{0};
    Counter skipped{0}; ///< frames that a camera could not send: the one before was still on its way
    Counter stalls{0};  ///< --saturate: half a second without progress
    Counter texts{0}, pings{0};

    struct Errors {
        Counter connect{0}, closed{0}, protocol{0}, verify{0}, camera{0};
    } errors;
};

} // namespace fanbench
