#include "result.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <iostream>

namespace fanbench {
namespace {

using Json = nlohmann::ordered_json;

double ratio(double a, double b) {
    return b == 0 ? 0 : a / b;
}

double rounded(double value, double digits) {
    return std::isfinite(value) ? std::round(value * digits) / digits : 0;
}

Json ages_of(Histogram const& ages) {
    return {{"p50", ages.quantile(.5)},    {"p90", ages.quantile(.9)}, {"p99", ages.quantile(.99)},
            {"p999", ages.quantile(.999)}, {"max", ages.max()},        {"mean", rounded(ages.mean(), 10)}};
}

struct Sums {
    std::uint64_t fast = 0, slow = 0, bytes = 0, duplicates = 0, frames = 0, messages = 0, least = UINT64_MAX;
    Ages ages;

    explicit Sums(std::vector<std::unique_ptr<ViewerThread>> const& threads) {
        for (auto const& thread : threads) {
            ages.fast.merge(thread->ages().fast);
            ages.slow.merge(thread->ages().slow);
            for (auto const& viewer : thread->viewers())
                add(*viewer);
        }
        if (least == UINT64_MAX) least = 0;
    }
    void add(Viewer const& viewer) {
        duplicates += viewer.duplicates();
        frames += viewer.frames();
        messages += viewer.messages();
        bytes += viewer.bytes();
        (viewer.is_slow() ? slow : fast) += viewer.delivered();
        if (!viewer.is_slow()) least = std::min(least, viewer.delivered());
    }
};

} // namespace

void print_result(Run const& run, std::vector<std::unique_ptr<ViewerThread>> const& threads, std::uint64_t expected,
                  Reading const& from, Reading const& to, Memory const& memory, Times const& times) {
    auto const& o = run.options;
    Sums const sums{threads};
    std::uint64_t sent = 0;
    for (int i = 0; i < o.cameras; ++i)
        sent += run.windows.at(static_cast<std::size_t>(i)).size();
    auto const all = static_cast<double>(sums.fast + sums.slow);
    auto const fast_viewers = o.viewers - o.slow;
    auto const delivered_ratio = ratio(static_cast<double>(sums.fast), static_cast<double>(expected));
    auto const cpu = to.server_cpu - from.server_cpu;
    auto const own = to.own_cpu - from.own_cpu;

    Json json{
        {"name", o.name},
        {"mode", o.saturate ? "saturate" : "rate"},
        {"viewers", o.viewers},
        {"slow", o.slow},
        {"publishers", o.cameras},
        {"fps", o.fps},
        {"frame_bytes", run.pictures.front().size()},
        {"seconds", rounded(times.sending, 100)},
        {"frames_sent", sent},
        {"publisher_skipped", run.skipped.load()},
        {"expected", expected},
        {"delivered", sums.fast + sums.slow},
        {"delivered_fast", sums.fast},
        {"delivered_slow", sums.slow},
        {"per_fast_viewer_min", sums.least},
        {"per_fast_viewer_mean", rounded(ratio(static_cast<double>(sums.fast), fast_viewers), 100)},
        {"delivered_ratio", rounded(delivered_ratio, 1e5)},
        {"drop_ratio", expected == 0 ? 0 : rounded(1 - delivered_ratio, 1e5)},
        {"frames_per_s", rounded(all / times.whole, 10)},
        {"mb_per_s", rounded(static_cast<double>(sums.bytes) / 1e6 / times.whole, 100)},
        {"lat_us", ages_of(sums.ages.fast)},
    };
    if (o.slow > 0) {
        json["slow_lat_us"] = ages_of(sums.ages.slow);
        json["slow_queue_kb_per_viewer"] = rounded(memory.slow_queue_max / o.slow, 10);
    }
    json.update({
        {"server_cpu_s", rounded(cpu, 1e5)},
        {"server_user_s", rounded(to.server_ticks.user - from.server_ticks.user, 100)},
        {"server_sys_s", rounded(to.server_ticks.system - from.server_ticks.system, 100)},
        {"server_cpu_pct", rounded(100 * cpu / times.whole, 10)},
        {"server_cpu_us_per_frame", rounded(ratio(cpu * 1e6, all), 1000)},
        {"server_cpu_us_per_sent_frame", rounded(ratio(cpu * 1e6, static_cast<double>(sent)), 1000)},
        {"rss_kb",
         {{"before", memory.before},
          {"connected", memory.connected},
          {"max", memory.max},
          {"end", memory.end},
          {"hwm", memory.high_water}}},
        {"rss_kb_per_viewer", rounded(ratio(static_cast<double>(memory.max - memory.before), o.viewers), 100)},
        {"tcp_mem_kb", {{"before", memory.tcp_before}, {"max", memory.tcp_max}}},
        {"connect_s", rounded(times.connect, 1000)},
        {"connects_per_s", rounded(ratio(run.viewers_open, times.connect), 1)},
        {"wire_frames_per_msg",
         rounded(ratio(static_cast<double>(sums.frames), static_cast<double>(sums.messages)), 100)},
        {"self_cpu_s", rounded(own, 1000)},
        {"self_cpu_pct", rounded(100 * own / times.whole, 10)},
        {"self_cpu_us_per_frame", rounded(ratio(own * 1e6, all), 1000)},
        {"wall_s", rounded(times.whole, 1000)},
        {"machine_busy_s", rounded(to.machine.busy - from.machine.busy, 100)},
        {"softirq_s", rounded(to.machine.interrupts - from.machine.interrupts, 100)},
        {"texts", run.texts.load()},
        {"pings", run.pings.load()},
        {"errors",
         {{"connect", run.errors.connect.load()},
          {"closed", run.errors.closed.load()},
          {"protocol", run.errors.protocol.load()},
          {"verify", run.errors.verify.load()},
          {"duplicate", sums.duplicates},
          {"publisher", run.errors.camera.load()},
          {"stalls", run.stalls.load()}}},
    });
    std::cout << json.dump() << std::endl;
}

} // namespace fanbench
