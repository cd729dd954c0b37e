#pragma once

#include <watchpost/hub/link_history.hpp>

#include <map>

namespace watchpost::hub {

/// The link history of every board: of at most kMaxDevices, beyond which the one that has been away longest is
/// forgotten, and of none that the status board forgot. One thread.
class LinkLog {
public:
    static constexpr std::size_t kMaxDevices = 256;

    explicit LinkLog(Clock const& clock)
        : clock_(clock)
        , begun_(moment()) {}

    void connected(DeviceKey const& key, PeerInfo const& peer) { history(key).connected(moment(), peer); }
    void ended(DeviceKey const& key, LinkEnd const& end) { history(key).ended(moment(), end); }
    /// Any byte came.
    void heard(DeviceKey const& key) { history(key).heard(clock_.now()); }
    void told(DeviceKey const& key, Telemetry const& telemetry) { history(key).told(moment(), telemetry); }
    /// A whole picture; `took` is the time since it was announced.
    void picture(DeviceKey const& key, std::size_t bytes, std::optional<SteadyTime::duration> took) {
        history(key).picture(moment(), bytes, took);
    }
    void note(DeviceKey const& key, LinkEntry::Kind kind, std::string_view text = {}, std::int64_t value = 0) {
        history(key).note(moment(), kind, text, value);
    }

    void forget(DeviceKey const& key) { histories_.erase(key); }

    /// What ails the board now, the gravest first. Also for a board of which nothing is known, like `report`.
    std::vector<Finding> findings(DeviceKey const& key) const;
    LinkReport report(DeviceKey const& key) const;
    std::map<DeviceKey, LinkHistory> const& histories() const { return histories_; }

private:
    LinkHistory::Moment moment() const { return {clock_.now(), clock_.wall()}; }
    LinkHistory& history(DeviceKey const& key);

    Clock const& clock_;
    LinkHistory::Moment const begun_;
    std::map<DeviceKey, LinkHistory> histories_;
};

} // namespace watchpost::hub
