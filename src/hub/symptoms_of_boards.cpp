#include "plain_words.hpp"
#include "symptoms.hpp"

#include <algorithm>
#include <cctype>

namespace watchpost::hub {
namespace {

using Kind = LinkEntry::Kind;
using namespace std::chrono_literals;

/// Arduino's WiFi begins to lose packets somewhere below.
constexpr int kWeakDbm = -80;
constexpr std::size_t kLeastSignalSamples = 3;
/// A link that was replaced after so long without a sign of life was half open.
constexpr std::int64_t kSilentMs = 10'000;

bool says(LinkEntry const& entry, std::string_view word) {
    auto const same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
    return std::search(entry.text.begin(), entry.text.end(), word.begin(), word.end(), same) != entry.text.end();
}

bool is_brown_out(LinkEntry const& entry) {
    return says(entry, "brown");
}

/// A board that sleeps to spare its battery starts anew each time it wakes, and means to.
bool is_meant(LinkEntry const& entry) {
    return says(entry, "sleep");
}

} // namespace

std::optional<Symptom> brown_out(LinkHistory const& history, SteadyTime now) {
    auto const resets = tally(history, Kind::restarted, now, 24h, is_brown_out);
    if (resets.count == 0) return std::nullopt;
    return Symptom{counted(resets.count, "brown-out reset") + " in the last 24 hours: the supply voltage collapses.",
                   resets.count, resets.since};
}

std::optional<Symptom> memory_leak(LinkHistory const& history, SteadyTime now) {
    auto const died = tally(history, Kind::memory_fell, now, 24h);
    if (died.count > 0)
        return Symptom{"The board runs out of memory and starts anew: " +
                           bytes_for_people(static_cast<std::uint64_t>(died.newest->value)) +
                           " were free before its last restart.",
                       died.count, died.since};
    auto const fall = history.is_online() ? history.vitals().memory_fall() : std::nullopt;
    if (!fall) return std::nullopt;
    return Symptom{"The board's free memory falls and falls, from " + bytes_for_people(fall->from) + " to " +
                       bytes_for_people(fall->to) + ".",
                   1, fall->since};
}

std::optional<Symptom> restarts(LinkHistory const& history, SteadyTime now) {
    auto const seen = tally(history, Kind::restarted, now, 24h,
                            [](auto const& entry) { return !is_meant(entry) && !is_brown_out(entry); });
    if (seen.count < 2) return std::nullopt;
    auto const& why = seen.newest->text;
    return Symptom{counted(seen.count, "restart") + " in the last 24 hours" +
                       (why.empty() ? std::string("; the board does not say why.") : ", the last by " + why + "."),
                   seen.count, seen.since};
}

std::optional<Symptom> weak_signal(LinkHistory const& history, SteadyTime now) {
    auto const signal = history.vitals().signal_since(now - 15min);
    if (!history.is_online() || !signal || signal->samples < kLeastSignalSamples || signal->mean_dbm > kWeakDbm)
        return std::nullopt;
    return Symptom{"The WiFi signal is weak where the board stands: " + std::to_string(signal->mean_dbm) +
                       " dBm on average, and -67 is good.",
                   signal->samples, signal->since};
}

/// Also a link that stood silent until its board came back on a new one.
std::optional<Symptom> falls_silent(LinkHistory const& history, SteadyTime now) {
    auto const given_up =
        tally(history, Kind::ended, now, 1h, [](auto const& entry) { return is_end(entry, "silent"); });
    auto const replaced =
        tally(history, Kind::replaced, now, 1h, [](auto const& entry) { return entry.value >= kSilentMs; });
    auto const count = given_up.count + replaced.count;
    if (count < 2) return std::nullopt;
    return Symptom{
        counted(count, "time") +
            " in the last hour the board fell silent while its link stood open: the access point dropped it, "
            "or it hung.",
        count, given_up.count > 0 ? given_up.since : replaced.since};
}

std::optional<Symptom> bad_json(LinkHistory const& history, SteadyTime now) {
    auto const broken = tally(history, Kind::invalid, now, 15min);
    if (broken.count < 3) return std::nullopt;
    return Symptom{counted(broken.count, "message") + " in the last 15 minutes could not be understood.", broken.count,
                   broken.since};
}

} // namespace watchpost::hub
