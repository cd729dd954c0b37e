#pragma once

#include <watchpost/core/workers.hpp>
#include <watchpost/disk/line_file.hpp>
#include <watchpost/hub/audit_trail.hpp>

#include <filesystem>
#include <string>

namespace watchpost::archive {

/// Keeps the audit trail in `audit.jsonl` in the data directory, one JSON object a line; `audit.1.jsonl` is the one
/// before. What was told is on the disk half a second later. While the disk fails or hangs, what is told waits, up to
/// `kMostWaiting`; what is more is counted, and a line tells of it where it is missing. Loop thread only.
class AuditFile final : private hub::DeedSubscriber {
public:
    static constexpr std::size_t kMostWaiting = 256 * 1024; ///< bytes

    /// All live longer.
    AuditFile(hub::AuditTrail& trail, Clock const& clock, Workers& workers, std::filesystem::path const& data_dir);

    /// Call at every beat.
    void tick();
    /// Nothing waits, or it cannot be kept anyway.
    bool is_idle() const { return is_failing_ || (waiting_.empty() && !is_writing_); }
    /// From now on nothing waits for its turn.
    void hurry() {
        pause_ = {};
        next_ = {};
        tick();
    }

private:
    void on_deed(Deed const& deed) override;
    void write();
    void written(std::string lines, std::optional<Error> const& failure);

    Clock const& clock_;
    Workers& workers_;
    disk::LineFile const file_;
    std::string waiting_;
    std::size_t in_flight_ = 0; ///< bytes that are being written
    std::uint64_t lost_ = 0;    ///< lines that are missing behind `waiting_`
    bool is_writing_ = false;
    bool is_failing_ = false; ///< the newest try did
    SteadyTime::duration pause_;
    SteadyTime next_{};
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    Guard news_;
};

} // namespace watchpost::archive
