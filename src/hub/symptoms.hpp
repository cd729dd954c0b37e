#pragma once

#include <watchpost/hub/link_history.hpp>

#include <optional>
#include <string>

namespace watchpost::hub {

/// What one rule of the link doctor has seen.
struct Symptom {
    std::string text;
    std::uint64_t count = 1;
    WallTime since{};
};

/// How often something was seen, from some time on.
struct Tally {
    std::uint64_t count = 0;
    WallTime since{};
    LinkHistory::Entry const* newest = nullptr;
};

/// Of the entries of this kind that are not older than `window` those for which `fits`.
template <class Fits>
Tally tally(LinkHistory const& history, LinkEntry::Kind kind, SteadyTime now, SteadyTime::duration window, Fits fits) {
    Tally sum;
    for (auto const& entry : history.entries(kind)) {
        if (now - entry.at >= window || !fits(entry)) continue;
        if (sum.count == 0) sum.since = entry.first;
        sum.count += entry.count;
        sum.newest = &entry;
    }
    return sum;
}
inline Tally tally(LinkHistory const& history, LinkEntry::Kind kind, SteadyTime now, SteadyTime::duration window) {
    return tally(history, kind, now, window, [](auto const&) { return true; });
}

/// An `ended` entry with this word.
bool is_end(LinkEntry const& entry, std::string_view label);

// One rule each: nothing when it sees no trouble.
using Rule = std::optional<Symptom>(LinkHistory const& history, SteadyTime now);

// Who it is, and whether it comes (symptoms_of_coming.cpp)
Rule wrong_token;
Rule refused_name;
Rule shared_identity;
Rule away;
Rule stuck_firmware;
Rule reconnect_storm;
Rule header_growth;
Rule never_came;

// The board and its signal (symptoms_of_boards.cpp)
Rule brown_out;
Rule memory_leak;
Rule restarts;
Rule weak_signal;
Rule falls_silent;
Rule bad_json;

// What it sends (symptoms_of_pictures.cpp)
Rule frames_cut_at_16k;
Rule too_big;
Rule too_big_texts;
Rule out_of_step;
Rule slow_wifi;
Rule no_pictures;
Rule bad_pictures;
Rule stutters;
Rule odd_length;

// How it wraps its pictures (symptoms_of_wrapping.cpp)
Rule picture_in_pieces;
Rule picture_in_text;
Rule no_huffman_tables;
Rule extra_bytes;
Rule unasked_photos;

} // namespace watchpost::hub
