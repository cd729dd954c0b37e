#include <watchpost/hub/command_stats.hpp>

namespace watchpost::hub {

void CommandStats::on_command(CommandReport const& report) {
    if (!is_final(report.state)) return;
    ++ends_[report.state];
    if (!report.round_trip) return;
    auto& times = ack_times_[report.device];
    auto const seconds = std::chrono::duration<double>(*report.round_trip).count();
    for (std::size_t i = 0; i < kBounds.size(); ++i)
        if (seconds <= kBounds.at(i)) ++times.within.at(i);
    ++times.count;
    times.sum_seconds += seconds;
}

} // namespace watchpost::hub
