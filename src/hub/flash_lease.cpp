#include <watchpost/hub/flash_lease.hpp>

#include <vector>

namespace watchpost::hub {

FlashLease::FlashLease(CommandBook& book, Clock const& clock, std::chrono::milliseconds length)
    : book_(book)
    , clock_(clock)
    , length_(length)
    , news_(book.subscribe(*this)) {}

void FlashLease::tick() {
    auto const now = clock_.now();
    std::vector<DeviceKey> due;
    for (auto const& [device, lease] : leases_)
        if (lease.ending == 0 && lease.renewal == 0 && now >= lease.due) due.push_back(device);
    for (auto const& device : due) {
        leases_[device].was_sent = false;
        auto const report = book_.submit(device, DeviceAction{"flash_off", {}, {}, {}}, std::chrono::hours(1));
        // It may have been sent, and even answered, within `submit`.
        auto const it = leases_.find(device);
        if (it == leases_.end()) continue;
        it->second.ending = report.id;
        on_own_command(device, it->second, report);
    }
}

void FlashLease::on_command(CommandReport const& report) {
    auto const* const action = std::get_if<DeviceAction>(&report.body);
    if (action == nullptr) return;
    if (action->action == "flash_on" && report.state == CommandState::sent)
        leases_[report.device] = {clock_.now() + length_, 0, 0, false, 0};
    auto const it = leases_.find(report.device);
    if (it == leases_.end()) return;
    if (action->action == "flash_on") {
        if (report.state == CommandState::queued)
            it->second.renewal = report.id;
        else if (report.id == it->second.renewal)
            it->second.renewal = 0;
    }
    if (action->action != "flash_off") return;
    if (report.state == CommandState::acknowledged) {
        leases_.erase(it);
    } else if (report.id == it->second.ending) {
        on_own_command(report.device, it->second, report);
    }
}

void FlashLease::on_own_command(DeviceKey const& device, Lease& lease, CommandReport const& report) {
    if (report.state == CommandState::sent) lease.was_sent = true;
    if (!is_final(report.state)) return;
    lease.ending = 0;
    lease.due = clock_.now() + kPauseBeforeAgain;
    if (std::exchange(lease.was_sent, false) && ++lease.unanswered >= kMostUnanswered) leases_.erase(device);
}

} // namespace watchpost::hub
