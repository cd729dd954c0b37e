#pragma once

#include <watchpost/core/result.hpp>
#include <watchpost/core/station.hpp>
#include <watchpost/hub/status_board.hpp>

#include <deque>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace watchpost::hub {

/// Where presets outlive the daemon.
class PresetStore {
public:
    /// Keeps `table` instead of what it kept before, and then calls `done` once on the loop thread, with an error when
    /// the old table is still the one that is kept.
    virtual void save(PresetTablePtr table, std::function<void(std::optional<Error>)> done) = 0;

protected:
    ~PresetStore() = default;
};

/// One preset that shall be set, or removed when there are no angles.
struct PresetChange {
    DeviceId station;
    std::string name; ///< `is_preset_name` holds
    std::optional<Angles> angles;
};

/// What became of a change.
enum class PresetOutcome {
    added,
    replaced,
    removed,
    unknown,  ///< there is no preset of that name to remove
    too_many, ///< the station has kMaxPresets already
    busy,     ///< too many changes wait for a slow store
    not_kept, ///< the store failed; everything is as it was
};

/// The stations of the configuration and the presets of each. A change counts once its store has kept it, and not
/// before; changes are made in the order in which they came. No I/O; one thread.
class Stations {
public:
    static constexpr std::size_t kMaxPresets = 64; ///< per station
    static constexpr std::size_t kMaxWaiting = 64; ///< changes that wait for the store

    /// `board` lives longer.
    explicit Stations(StatusBoard& board)
        : board_(board) {}

    /// The stations of the (new) configuration. What other stations remember is kept, in case they come back.
    void update(std::vector<Station> configured);
    /// What was kept the last time, and where changes shall be kept. `store` lives longer.
    void restore(PresetTablePtr table, PresetStore& store);

    /// In the order of the configuration. When it has none, and exactly one camera and exactly one Pico are known, they
    /// are the station `main`.
    std::vector<StationStatus> list() const;
    std::optional<StationStatus> find(std::string_view station) const;
    /// The angles of a preset that was set, and of `home` in any case.
    std::optional<Angles> preset(DeviceId const& station, std::string const& name) const;

    /// Calls `done` once, at once or later on the loop thread; `why` is a sentence when it was not kept.
    using Done = std::function<void(PresetOutcome outcome, std::string const& why)>;
    void change(PresetChange change, Done done);

private:
    struct Waiting {
        PresetChange change;
        Done done;
    };

    std::vector<Station> stations() const;
    StationStatus status_of(Station const& station) const;
    void save_next();

    StatusBoard& board_;
    std::vector<Station> configured_;
    PresetTablePtr table_ = std::make_shared<PresetTable>();
    PresetStore* store_ = nullptr;
    std::deque<Waiting> waiting_;
    bool saving_ = false;
};

} // namespace watchpost::hub
