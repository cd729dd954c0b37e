#include "plain_words.hpp"
#include "symptoms.hpp"

#include <algorithm>

namespace watchpost::hub {
namespace {

using Kind = LinkEntry::Kind;
using namespace std::chrono_literals;

/// The link that was replaced had said something so shortly before that its board was alive.
constexpr std::int64_t kAliveMs = 5'000;
constexpr std::uint64_t kFightingTakeovers = 3;

/// The older camera firmware gives up 10 s after it came (PROTOCOL section 4.4, F2).
constexpr std::int64_t kGivesUpFromMs = 9'000;
constexpr std::int64_t kGivesUpUntilMs = 13'000;

constexpr std::uint64_t kStorm = 6;

/// A flashed camera says its five headers once more at each attempt; twenty come to some 700 bytes.
constexpr std::size_t kRepeatedHeaders = 20;
constexpr std::size_t kLargeHeader = 4 * 1024;

bool is_about_the_token(LinkEntry const& refusal) {
    return refusal.text == "no_credential" || refusal.text == "wrong_credential";
}

} // namespace

bool is_end(LinkEntry const& entry, std::string_view label) {
    return entry.text.starts_with(label) && (entry.text.size() == label.size() || entry.text[label.size()] == ' ');
}

std::optional<Symptom> wrong_token(LinkHistory const& history, SteadyTime now) {
    if (history.is_online()) return std::nullopt;
    auto const since = history.has_ever_come() ? history.changed().now : SteadyTime::min();
    auto const refused = tally(history, Kind::not_admitted, now, 15min,
                               [since](auto const& entry) { return entry.at > since && is_about_the_token(entry); });
    if (refused.count == 0) return std::nullopt;
    bool const shows_none = refused.newest->text == "no_credential";
    return Symptom{"The board is refused at the door: it shows " +
                       std::string(shows_none ? "no token." : "a token that is not valid for it."),
                   refused.count, refused.since};
}

std::optional<Symptom> refused_name(LinkHistory const& history, SteadyTime now) {
    if (history.is_online()) return std::nullopt;
    auto const since = history.has_ever_come() ? history.changed().now : SteadyTime::min();
    auto const refused = tally(history, Kind::not_admitted, now, 15min,
                               [since](auto const& entry) { return entry.at > since && !is_about_the_token(entry); });
    if (refused.count == 0) return std::nullopt;
    return Symptom{
        "The board is refused at the door: its token is right, and the id that it sends (X-Device-ID) is not "
        "taken (" +
            refused.newest->text + ").",
        refused.count, refused.since};
}

std::optional<Symptom> shared_identity(LinkHistory const& history, SteadyTime now) {
    auto const conflicts = tally(history, Kind::conflict, now, 1h);
    auto const fights =
        tally(history, Kind::replaced, now, 10min, [](auto const& entry) { return entry.value < kAliveMs; });
    if (conflicts.count == 0 && fights.count < kFightingTakeovers) return std::nullopt;
    auto const since = fights.count > 0 ? fights.since : conflicts.since;
    return Symptom{"Two boards share this id and keep taking each other's place.", fights.count + conflicts.count,
                   since};
}

std::optional<Symptom> away(LinkHistory const& history, SteadyTime now) {
    auto const gone = now - history.changed().now;
    if (history.is_online() || !history.has_ever_come() || gone < 5min) return std::nullopt;
    auto const& ends = history.entries(Kind::ended);
    auto const left = !ends.empty() && is_end(ends.back(), "peer_closed");
    return Symptom{"The board has been away for " + for_people(gone) +
                       (left ? "; it had closed its link properly." : "; it went without a word."),
                   1, history.changed().wall};
}

std::optional<Symptom> stuck_firmware(LinkHistory const& history, SteadyTime now) {
    if (history.key().kind != DeviceKind::esp32cam) return std::nullopt;
    auto const gave_up = tally(history, Kind::ended, now, 15min, [](auto const& entry) {
        return is_end(entry, "peer_closed") && entry.value >= kGivesUpFromMs && entry.value <= kGivesUpUntilMs;
    });
    auto const& newest = history.pace().newest();
    bool const sends = newest && now - *newest < 15min;
    if (gave_up.count < 3 || sends) return std::nullopt;
    return Symptom{"The camera leaves ten seconds after it came and never sends a picture: its firmware waits for the "
                   "greeting in the wrong place.",
                   gave_up.count, gave_up.since};
}

std::optional<Symptom> reconnect_storm(LinkHistory const& history, SteadyTime now) {
    auto const came = tally(history, Kind::connected, now, 10min);
    if (came.count < kStorm) return std::nullopt;
    auto const& ends = history.entries(Kind::ended);
    auto const last = ends.empty() ? std::string() : "; the last link ended as " + ends.back().text;
    return Symptom{counted(came.count, "connection") + " in the last ten minutes" + last + ".", came.count, came.since};
}

std::optional<Symptom> header_growth(LinkHistory const& history, SteadyTime) {
    auto const& peer = history.peer();
    if (peer.repeated_headers < kRepeatedHeaders && peer.header_bytes < kLargeHeader) return std::nullopt;
    auto const& came = history.entries(Kind::connected);
    return Symptom{"The board's library repeats its headers at each attempt: the last handshake had " +
                       bytes_for_people(peer.header_bytes) + " of them, and above 64 KB it is refused.",
                   peer.repeated_headers, came.empty() ? history.changed().wall : came.back().first};
}

std::optional<Symptom> never_came(LinkHistory const& history, SteadyTime now) {
    if (history.has_ever_come() || now - history.changed().now < 5min) return std::nullopt;
    return Symptom{"The board has not come since watchpost started.", 1, history.changed().wall};
}

} // namespace watchpost::hub
