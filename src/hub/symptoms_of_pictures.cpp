#include "plain_words.hpp"
#include "symptoms.hpp"

namespace watchpost::hub {
namespace {

using Kind = LinkEntry::Kind;
using namespace std::chrono_literals;

/// arduino-esp32 2.x writes at most 16,384 bytes at a time over TLS, and ArduinoWebsockets does not notice (DEVICES
/// section 5): the header of the next message stands there, before or behind a few bytes of its own.
constexpr std::int64_t kCutFrom = 16'300;
constexpr std::int64_t kCutUntil = 16'500;

constexpr auto kSlowPicture = 250ms;
constexpr double kSlowBytesPerSecond = 100 * 1024.0;

bool came_whole_lately(LinkHistory const& history, SteadyTime now) {
    auto const& large = history.large_over_tls();
    return large && now - *large < 1h;
}

/// A link that was closed for a text has another limit than one that was closed for a picture.
bool is_of_a_text(LinkEntry const& end) {
    return end.text.find("text was too big") != std::string::npos;
}

} // namespace

std::optional<Symptom> frames_cut_at_16k(LinkHistory const& history, SteadyTime now) {
    auto cut = tally(history, Kind::cut, now, 1h, [](auto const& entry) {
        return entry.secure && entry.value >= kCutFrom && entry.value <= kCutUntil;
    });
    // Where the next message cannot be made out: none of that size comes through, and this is TLS.
    bool const is_in_pieces = tally(history, Kind::piece, now, 1h).count > 0;
    if (cut.count == 0 && history.peer().secure && !is_in_pieces && !came_whole_lately(history, now)) {
        cut = tally(history, Kind::refused, now, 1h, [](auto const& entry) {
            return entry.secure && entry.value > static_cast<std::int64_t>(LinkHistory::kTlsPiece);
        });
        if (cut.count < 3) return std::nullopt;
    }
    if (cut.count == 0) return std::nullopt;
    return Symptom{"Pictures over 16 KB arrive cut: that is arduino-esp32 2.x over wss.", cut.count, cut.since};
}

std::optional<Symptom> too_big(LinkHistory const& history, SteadyTime now) {
    auto const ended = tally(history, Kind::ended, now, 1h,
                             [](auto const& entry) { return is_end(entry, "too_big") && !is_of_a_text(entry); });
    if (ended.count == 0) return std::nullopt;
    return Symptom{"The board sends messages that are larger than watchpost takes, and is closed for that.",
                   ended.count, ended.since};
}

std::optional<Symptom> too_big_texts(LinkHistory const& history, SteadyTime now) {
    auto const ended = tally(history, Kind::ended, now, 1h,
                             [](auto const& entry) { return is_end(entry, "too_big") && is_of_a_text(entry); });
    if (ended.count == 0) return std::nullopt;
    return Symptom{"The board sends texts that are larger than watchpost takes, and is closed for that.", ended.count,
                   ended.since};
}

std::optional<Symptom> out_of_step(LinkHistory const& history, SteadyTime now) {
    auto const closed = tally(history, Kind::out_of_step, now, 1h);
    auto const broke =
        tally(history, Kind::ended, now, 1h, [](auto const& entry) { return is_end(entry, "broke_protocol"); });
    auto const cut = tally(history, Kind::cut, now, 1h);
    auto const count = closed.count + broke.count + cut.count;
    if (count == 0) return std::nullopt;
    return Symptom{"What the board sends is out of step: its library cut a message when the network took no more, and "
                   "went on with the next.",
                   count,
                   closed.count > 0  ? closed.since
                   : broke.count > 0 ? broke.since
                                     : cut.since};
}

std::optional<Symptom> slow_wifi(LinkHistory const& history, SteadyTime now) {
    auto const transfer = history.pace().transfer(now);
    if (!history.is_online() || !transfer || transfer->pictures < 5) return std::nullopt;
    if (transfer->mean < kSlowPicture || transfer->bytes_per_second > kSlowBytesPerSecond) return std::nullopt;
    return Symptom{"The network is slow: a picture takes " + for_people(transfer->mean) + " to come over, at " +
                       bytes_for_people(static_cast<std::uint64_t>(transfer->bytes_per_second)) + " a second.",
                   transfer->pictures, history.changed().wall};
}

std::optional<Symptom> no_pictures(LinkHistory const& history, SteadyTime now) {
    auto const pause = history.pace().pause(now);
    if (!history.is_online() || !pause || *pause < 30s) return std::nullopt;
    auto const since = now - *pause;
    auto const wall =
        history.changed().wall + std::chrono::duration_cast<WallTime::duration>(since - history.changed().now);
    return Symptom{"The board is there, but its last picture came " + for_people(*pause) + " ago.", 1, wall};
}

std::optional<Symptom> bad_pictures(LinkHistory const& history, SteadyTime now) {
    // The first pieces of a picture were refused before it was seen that they are pieces.
    bool const is_in_pieces = tally(history, Kind::piece, now, 1h).count > 0;
    auto const refused = tally(history, Kind::refused, now, 1h, [is_in_pieces](auto const& entry) {
        return !is_in_pieces || (entry.text != "truncated" && entry.text != "not_a_jpeg");
    });
    if (refused.count < 3) return std::nullopt;
    return Symptom{counted(refused.count, "picture") + " in the last hour were no sane JPEG (" + refused.newest->text +
                       ").",
                   refused.count, refused.since};
}

std::optional<Symptom> stutters(LinkHistory const& history, SteadyTime now) {
    auto const gaps = tally(history, Kind::gap, now, 15min);
    if (gaps.count < 3) return std::nullopt;
    return Symptom{counted(gaps.count, "pause") + " between pictures in the last 15 minutes, the last of " +
                       for_people(std::chrono::milliseconds(gaps.newest->value)) + ".",
                   gaps.count, gaps.since};
}

std::optional<Symptom> odd_length(LinkHistory const& history, SteadyTime now) {
    auto const ended =
        tally(history, Kind::ended, now, 1h, [](auto const& entry) { return is_end(entry, "odd_length"); });
    if (ended.count == 0) return std::nullopt;
    return Symptom{
        "The board's library wrote the length of a message of 65,535 bytes in a form that WebSocket forbids; "
        "it came back by itself.",
        ended.count, ended.since};
}

} // namespace watchpost::hub
