#include "plain_words.hpp"
#include "symptoms.hpp"

namespace watchpost::hub {
namespace {

using Kind = LinkEntry::Kind;
using namespace std::chrono_literals;

} // namespace

std::optional<Symptom> picture_in_pieces(LinkHistory const& history, SteadyTime now) {
    auto const pieces = tally(history, Kind::piece, now, 1h);
    if (pieces.count == 0) return std::nullopt;
    return Symptom{"The board sends each picture in pieces, as several messages (the newest piece had " +
                       bytes_for_people(static_cast<std::uint64_t>(pieces.newest->value)) +
                       "), and none of them is a picture.",
                   pieces.count, pieces.since};
}

std::optional<Symptom> picture_in_text(LinkHistory const& history, SteadyTime now) {
    auto const texts = tally(history, Kind::base64, now, 1h);
    if (texts.count == 0) return std::nullopt;
    return Symptom{counted(texts.count, "message") + " in the last hour held a picture as base64 (the newest had " +
                       bytes_for_people(static_cast<std::uint64_t>(texts.newest->value)) +
                       "); pictures are binary messages.",
                   texts.count, texts.since};
}

std::optional<Symptom> no_huffman_tables(LinkHistory const& history, SteadyTime now) {
    auto const bare = tally(history, Kind::no_tables, now, 1h);
    if (bare.count == 0) return std::nullopt;
    return Symptom{"Its pictures come without Huffman tables, as in motion JPEG: they are passed on as they are, and "
                   "Safari and others show nothing.",
                   bare.count, bare.since};
}

std::optional<Symptom> extra_bytes(LinkHistory const& history, SteadyTime now) {
    auto const trimmed = tally(history, Kind::trimmed, now, 1h);
    if (trimmed.count == 0) return std::nullopt;
    return Symptom{counted(trimmed.count, "picture") +
                       " in the last hour came with bytes that belong to no picture (the newest with " +
                       bytes_for_people(static_cast<std::uint64_t>(trimmed.newest->value)) + " " +
                       trimmed.newest->text + "): they were cut off, and the picture was shown.",
                   trimmed.count, trimmed.since};
}

std::optional<Symptom> unasked_photos(LinkHistory const& history, SteadyTime now) {
    auto const refused = tally(history, Kind::unasked, now, 1h);
    if (refused.count == 0) return std::nullopt;
    return Symptom{counted(refused.count, "photo") +
                       " in the last hour came that nobody had asked for, faster than such "
                       "photos are kept.",
                   refused.count, refused.since};
}

} // namespace watchpost::hub
