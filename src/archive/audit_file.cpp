#include <watchpost/archive/audit_file.hpp>
#include <watchpost/disk/folder.hpp>
#include <watchpost/protocol/audit.hpp>

#include <spdlog/spdlog.h>

namespace watchpost::archive {
namespace {

constexpr auto kPauseBetweenWrites = std::chrono::milliseconds(500);
constexpr auto kPauseBeforeAgain = std::chrono::seconds(5);

} // namespace

AuditFile::AuditFile(hub::AuditTrail& trail, Clock const& clock, Workers& workers,
                     std::filesystem::path const& data_dir)
    : clock_(clock)
    , workers_(workers)
    , file_{data_dir / "audit.jsonl", data_dir / "audit.1.jsonl"}
    , pause_(kPauseBetweenWrites)
    , news_(trail.subscribe(*this)) {}

void AuditFile::on_deed(Deed const& deed) {
    auto const line = protocol::audit::line(deed);
    if (in_flight_ + waiting_.size() + line.size() > kMostWaiting) {
        ++lost_;
        return;
    }
    if (lost_ > 0) waiting_ += protocol::audit::lost_line(std::exchange(lost_, 0), clock_.wall());
    waiting_ += line;
}

void AuditFile::tick() {
    if (waiting_.empty() || is_writing_ || clock_.now() < next_) return;
    write();
}

void AuditFile::write() {
    is_writing_ = true;
    auto const failure = std::make_shared<std::optional<Error>>(Error{"the work on the disk failed"});
    auto const lines = std::make_shared<std::string>(std::exchange(waiting_, {}));
    if (lost_ > 0) *lines += protocol::audit::lost_line(std::exchange(lost_, 0), clock_.wall());
    in_flight_ = lines->size();
    auto work = [file = file_, lines, failure] {
        *failure = disk::make_folder(file.path.parent_path());
        if (!*failure) *failure = disk::append_lines(file, *lines);
    };
    workers_.run(std::move(work), [this, lines, failure, alive = std::weak_ptr(alive_)] {
        if (!alive.expired()) written(std::move(*lines), *failure);
    });
}

/// Said once when it begins and once when it is over.
void AuditFile::written(std::string lines, std::optional<Error> const& failure) {
    is_writing_ = false;
    in_flight_ = 0;
    next_ = clock_.now() + (failure ? SteadyTime::duration(kPauseBeforeAgain) : pause_);
    if (failure && !is_failing_) spdlog::warn("the audit trail cannot be kept: {}", failure->message);
    if (!failure && is_failing_) spdlog::info("the audit trail can be kept again");
    is_failing_ = failure.has_value();
    if (failure) waiting_ = std::move(lines) + waiting_; // in their order; new ones find less room
}

} // namespace watchpost::archive
