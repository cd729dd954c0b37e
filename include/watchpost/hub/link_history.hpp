#pragma once

#include <watchpost/core/link_report.hpp>
#include <watchpost/hub/board_vitals.hpp>
#include <watchpost/hub/picture_pace.hpp>

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <string>

namespace watchpost::hub {

/// How a link ended.
struct LinkEnd {
    std::string_view label; ///< one of a small fixed set of words, which live for ever
    std::string reason;     ///< may be a peer's text
};

/// What happened on the links of one board: of each kind of entry the newest kMaxOfKind, so that no flood of one pushes
/// out the others. Pure: it is told the time; one thread.
class LinkHistory {
public:
    static constexpr std::size_t kMaxOfKind = 32;
    /// arduino-esp32 2.x writes at most so many bytes at a time over TLS (DEVICES section 5).
    static constexpr std::size_t kTlsPiece = 16 * 1024;

    struct Moment {
        SteadyTime now{};
        WallTime wall{};
    };
    /// An entry, and when that was by the steady clock.
    struct Entry : LinkEntry {
        SteadyTime begun{};
        SteadyTime at{};     ///< the newest of its `count`
        bool secure = false; ///< the link was over TLS then
    };

    LinkHistory(DeviceKey key, Moment begun)
        : key_(std::move(key))
        , changed_(begun) {}

    // What happens
    void connected(Moment when, PeerInfo const& peer);
    void ended(Moment when, LinkEnd const& end);
    void heard(SteadyTime now) { heard_ = now; }
    void told(Moment when, Telemetry const& telemetry);
    void picture(Moment when, std::size_t bytes, std::optional<SteadyTime::duration> took);
    void note(Moment when, LinkEntry::Kind kind, std::string_view text = {}, std::int64_t value = 0);

    // What is known
    DeviceKey const& key() const { return key_; }
    bool is_online() const { return online_; }
    bool has_ever_come() const { return links_ > 0; }
    /// When it came, or went; when we began to look if neither has happened.
    Moment const& changed() const { return changed_; }
    /// Of the newest link.
    PeerInfo const& peer() const { return peer_; }
    /// Over TLS a picture of more than 16 KiB came through whole.
    std::optional<SteadyTime> const& large_over_tls() const { return large_over_tls_; }
    PicturePace const& pace() const { return pace_; }
    BoardVitals const& vitals() const { return vitals_; }
    std::deque<Entry> const& entries(LinkEntry::Kind kind) const { return entries_[static_cast<std::size_t>(kind)]; }
    /// Links after the first, by how the one before had ended: "takeover" when it had not.
    std::map<std::string_view, std::uint64_t> const& reconnects() const { return reconnects_; }

    /// How often the board began anew.
    std::uint64_t restarts() const { return restarts_; }

    /// The newest first.
    std::vector<LinkEntry> timeline() const;

private:
    DeviceKey key_;
    Moment changed_;
    bool online_ = false;
    std::uint64_t links_ = 0;
    std::uint64_t restarts_ = 0;
    SteadyTime heard_{};
    PeerInfo peer_;
    std::string_view last_end_;
    std::optional<SteadyTime> large_over_tls_;
    PicturePace pace_;
    BoardVitals vitals_;
    std::array<std::deque<Entry>, LinkEntry::kKinds> entries_;
    std::map<std::string_view, std::uint64_t> reconnects_;
};

} // namespace watchpost::hub
