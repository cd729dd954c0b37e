#include <watchpost/hub/command_stats.hpp>

namespace watchpost::hub {

void CommandStats::on_command(CommandReport const& report) {
    if (!is_final(report.state)) return;
    ++ends_[report.state];
    if (!report.round_trip) return;
    ack_times_[report.device].add(std::chrono::duration<double>(*report.round_trip).count());
}

} // namespace watchpost::hub
