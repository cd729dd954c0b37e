#pragma once

#include <spdlog/common.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace watchpost {

/// What is written in one piece.
struct Output {
    std::string text; ///< without an end of line, unless it is plain
    spdlog::level::level_enum level = spdlog::level::info;
    spdlog::log_clock::time_point time{};
    std::vector<std::string> fields{}; ///< for the journal: "NAME=value"
    bool is_plain = false;             ///< goes out as it stands, and is no log line
};

/// Writes what it is given in a thread of its own, in order. Whoever gives never waits: when what waits to be written
/// is more than `kMostBytes`, new lines are dropped and counted, and as soon as writing goes on one line tells how
/// many. Lines are handed over without a lock. The thread may wait for ever; nobody waits for it longer than he says,
/// and what is left when the process ends goes with it. (SECURITY rule 37)
class PatientWriter {
public:
    static constexpr std::size_t kMostBytes = 1024 * 1024;

    /// `write` is called on that thread only, may wait, and shares nothing with others.
    using Write = std::function<void(Output const&)>;
    explicit PatientWriter(Write write);
    PatientWriter(PatientWriter const&) = delete;
    PatientWriter& operator=(PatientWriter const&) = delete;
    /// Does not wait: the thread ends by itself once it has written what it was given.
    ~PatientWriter();

    /// From any thread.
    void give(Output output);
    /// Waits until everything given before is written, `limit` at most. False when it is not.
    bool flush(std::chrono::milliseconds limit);
    /// Lines that were dropped so far.
    std::uint64_t dropped() const;

private:
    struct Shared;
    std::shared_ptr<Shared> shared_;
};

} // namespace watchpost
