#include <watchpost/core/printable.hpp>
#include <watchpost/hub/link_history.hpp>

#include <algorithm>

namespace watchpost::hub {
namespace {

using Kind = LinkEntry::Kind;

/// The same again within this long is one entry.
constexpr auto kOneEntry = std::chrono::minutes(1);
constexpr std::size_t kLongestText = 96;

std::int64_t in_ms(SteadyTime::duration duration) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

} // namespace

void LinkHistory::note(Moment when, Kind kind, std::string_view text, std::int64_t value) {
    auto& list = entries_[static_cast<std::size_t>(kind)];
    auto const shown = printable(text, kLongestText);
    auto const same = std::find_if(list.rbegin(), list.rend(), [&](Entry const& entry) {
        return entry.text == shown && entry.secure == peer_.secure && when.now - entry.begun < kOneEntry;
    });
    if (same != list.rend()) {
        ++same->count;
        same->value = value;
        same->at = when.now;
        same->last = when.wall;
        return;
    }
    if (list.size() == kMaxOfKind) list.pop_front();
    list.push_back({{kind, shown, value, 1, when.wall, when.wall}, when.now, when.now, peer_.secure});
}

void LinkHistory::connected(Moment when, PeerInfo const& peer) {
    if (online_) note(when, Kind::replaced, {}, in_ms(when.now - heard_));
    if (links_++ > 0) ++reconnects_[online_ ? "takeover" : last_end_];
    online_ = true;
    changed_ = when;
    heard_ = when.now;
    peer_ = peer;
    note(when, Kind::connected, peer.library, static_cast<std::int64_t>(peer.header_bytes));
    pace_.link_up();
    vitals_.link_up();
}

void LinkHistory::ended(Moment when, LinkEnd const& end) {
    auto text = std::string(end.label);
    if (!end.reason.empty()) text += " (" + end.reason + ")";
    note(when, Kind::ended, text, in_ms(when.now - changed_.now));
    online_ = false;
    changed_ = when;
    last_end_ = end.label;
}

void LinkHistory::told(Moment when, Telemetry const& telemetry) {
    auto const restart = vitals_.told(when.now, when.wall, telemetry);
    if (!restart) return;
    ++restarts_;
    note(when, Kind::restarted, restart->reason, restart->ran.count());
    if (restart->fall) note(when, Kind::memory_fell, {}, static_cast<std::int64_t>(restart->fall->to));
}

void LinkHistory::picture(Moment when, std::size_t bytes, std::optional<SteadyTime::duration> took) {
    if (peer_.secure && bytes > kTlsPiece) large_over_tls_ = when.now;
    if (auto const pause = pace_.add(when.now, bytes, took)) note(when, Kind::gap, {}, in_ms(*pause));
}

std::vector<LinkEntry> LinkHistory::timeline() const {
    std::vector<Entry const*> all;
    for (auto const& list : entries_)
        for (auto const& entry : list)
            all.push_back(&entry);
    // Of two at one moment the kind that stands first came first: a link is replaced, and then there is the new one.
    std::stable_sort(all.begin(), all.end(), [](auto const* a, auto const* b) { return a->at > b->at; });
    std::vector<LinkEntry> told;
    told.reserve(all.size());
    for (auto const* entry : all)
        told.push_back(*entry);
    return told;
}

} // namespace watchpost::hub
