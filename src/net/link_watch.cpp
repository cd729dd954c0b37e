#include "link_watch.hpp"

#include "tcp_probe.hpp"

namespace watchpost::net {

void LinkWatch::begin(int fd) {
    if (auto const counters = tcp_counters(fd)) received_ = counters->received;
}

LinkWatch::Finding LinkWatch::check(int fd, SteadyTime now) {
    Finding finding;
    if (auto const counters = tcp_counters(fd)) {
        finding.peer_sent = counters->received != received_;
        received_ = counters->received;
        if (finding.peer_sent) heartbeat_.on_sign_of_life(now);
        if (stall_.is_stalled(now, counters->acknowledged)) {
            finding.verdict = Verdict::too_slow;
            return finding;
        }
    }
    auto const action = heartbeat_.tick(now);
    if (action == Heartbeat::Action::give_up) finding.verdict = Verdict::silent;
    if (action == Heartbeat::Action::ping) finding.verdict = Verdict::ping;
    return finding;
}

} // namespace watchpost::net
