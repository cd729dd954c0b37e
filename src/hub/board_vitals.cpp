#include <watchpost/core/printable.hpp>
#include <watchpost/hub/board_vitals.hpp>

#include <algorithm>
#include <utility>

namespace watchpost::hub {
namespace {

using std::chrono::milliseconds;

/// Texts wait in a slow link, and a board's quartz is not ours: only a clock that lags by more began anew.
constexpr auto kClockSlack = std::chrono::seconds(30);
constexpr int kClockSlackPercent = 1;
/// Of a board that has told on this link why it started, the first clock may be judged more sharply, so that one that
/// never runs for long is seen: it stood still while time went by. A first message that is late on a bad network is not
/// as late as that.
constexpr auto kSharpSlack = std::chrono::seconds(5);
constexpr int kStoodStill = 4; ///< its clock went on for less than this part of the time
/// millis() of Arduino begins anew after 49.7 days, and nothing has happened.
constexpr milliseconds kWrap{std::int64_t{1} << 32};
/// One that we have never seen and that shows less has just started.
constexpr auto kJustStarted = std::chrono::seconds(60);

/// Fewer say nothing: MicroPython's memory falls until its collector runs, and then rises.
constexpr std::size_t kLeastSamples = 6;
constexpr auto kLeastRun = std::chrono::minutes(10);
constexpr std::uint64_t kLeastLoss = 8 * 1024;
constexpr std::uint64_t kRemainingPercent = 60;

} // namespace

std::optional<BoardVitals::Restart> BoardVitals::told(SteadyTime now, WallTime wall, Telemetry const& telemetry) {
    bool const says_why = telemetry.reset_reason.has_value();
    if (says_why) reason_ = printable(*telemetry.reset_reason, 32);
    std::optional<Restart> restart;
    if (telemetry.board_clock) {
        restart = judge_clock(now, *telemetry.board_clock, says_why || !is_reason_news_);
    } else if (says_why && is_reason_news_ && links_ > 1 && !clock_) {
        restart = begin_anew(milliseconds(0)); // a board without a clock; why it started before we did is old news
    }
    if (says_why) is_reason_news_ = false;
    keep(now, wall, telemetry);
    return restart;
}

std::optional<BoardVitals::Restart> BoardVitals::judge_clock(SteadyTime now, milliseconds shows, bool says_why) {
    auto const before = std::exchange(clock_, ClockReading{shows, now});
    bool const is_first = std::exchange(is_clock_news_, false);
    if (!before) {
        bool const just_started = !reason_.empty() && shows < kJustStarted && !has_begun_anew_;
        return just_started ? std::optional(begin_anew(milliseconds(0))) : std::nullopt;
    }
    auto const passed = std::chrono::duration_cast<milliseconds>(now - before->at);
    auto const expected = before->shows + passed;
    auto const lag = expected - shows;
    bool const stood_still =
        is_first && says_why && lag > kSharpSlack && (shows - before->shows) * kStoodStill < passed;
    if (!stood_still && lag <= kClockSlack + passed * kClockSlackPercent / 100) return std::nullopt;
    bool const wrapped = before->shows < kWrap && expected >= kWrap - kClockSlack && lag >= kWrap - kClockSlack;
    if (wrapped) return std::nullopt;
    return begin_anew(before->shows);
}

BoardVitals::Restart BoardVitals::begin_anew(milliseconds ran) {
    Restart restart{reason_, ran, memory_fall()};
    ++boot_;
    has_begun_anew_ = true;
    return restart;
}

void BoardVitals::keep(SteadyTime now, WallTime wall, Telemetry const& telemetry) {
    if (!telemetry.rssi_dbm && !telemetry.memory_free_bytes) return;
    if (samples_.empty() || samples_.back().boot != boot_ || now - samples_.back().at >= interval_) {
        if (samples_.size() == kMaxSamples) thin_out();
        samples_.push_back({{wall, {}, {}}, now, boot_});
    }
    auto& newest = samples_.back().sample;
    if (telemetry.rssi_dbm) newest.rssi_dbm = telemetry.rssi_dbm;
    if (telemetry.memory_free_bytes) newest.memory_free_bytes = telemetry.memory_free_bytes;
}

void BoardVitals::thin_out() {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < samples_.size(); i += 2)
        samples_[kept++] = samples_[i];
    samples_.resize(kept);
    interval_ *= 2;
}

/// By the peaks of the first, the middle and the last third: between two collections everything falls.
std::optional<BoardVitals::MemoryFall> BoardVitals::memory_fall() const {
    std::vector<LinkSample> told;
    std::optional<SteadyTime> first_at;
    SteadyTime last_at{};
    for (auto const& taken : samples_) {
        if (taken.boot != boot_ || !taken.sample.memory_free_bytes) continue;
        told.push_back(taken.sample);
        last_at = taken.at;
        if (!first_at) first_at = taken.at;
    }
    if (told.size() < kLeastSamples || last_at - *first_at < kLeastRun) return std::nullopt;
    auto const peak = [&told](std::size_t third) {
        std::uint64_t most = 0;
        for (auto i = third * told.size() / 3; i < (third + 1) * told.size() / 3; ++i)
            most = std::max(most, *told[i].memory_free_bytes);
        return most;
    };
    auto const first = peak(0);
    auto const middle = peak(1);
    auto const last = peak(2);
    bool const falls = first > middle && middle > last;
    bool const much = last + kLeastLoss <= first && last * 100 < first * kRemainingPercent;
    if (!falls || !much) return std::nullopt;
    return MemoryFall{first, *told.back().memory_free_bytes, told.front().time};
}

std::optional<BoardVitals::Signal> BoardVitals::signal_since(SteadyTime from) const {
    Signal signal;
    int sum = 0;
    for (auto const& taken : samples_) {
        if (taken.at < from || !taken.sample.rssi_dbm) continue;
        if (signal.samples++ == 0) signal.since = taken.sample.time;
        sum += *taken.sample.rssi_dbm;
    }
    if (signal.samples == 0) return std::nullopt;
    signal.mean_dbm = sum / static_cast<int>(signal.samples);
    return signal;
}

std::vector<LinkSample> BoardVitals::samples() const {
    std::vector<LinkSample> all;
    all.reserve(samples_.size());
    for (auto const& taken : samples_)
        all.push_back(taken.sample);
    return all;
}

} // namespace watchpost::hub
