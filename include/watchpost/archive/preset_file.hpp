#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/workers.hpp>
#include <watchpost/hub/stations.hpp>

#include <filesystem>

namespace watchpost::archive {

/// Keeps the presets in `presets.json` in the data directory: the old table is there, or the new one, whenever the
/// power fails. What goes wrong is told to the log.
class PresetFile final : public hub::PresetStore {
public:
    /// `workers` live longer.
    PresetFile(Workers& workers, std::filesystem::path const& data_dir)
        : workers_(workers)
        , path_(data_dir / "presets.json") {}

    /// What was kept the last time. A file that cannot be understood is set aside, as `presets.json.broken-` and the
    /// time, and never written over. Waits for the disk, so call it once, before the loop runs.
    PresetTablePtr load(WallTime now);

    /// One call at a time. Fails while there is a file that `load` could not read.
    void save(PresetTablePtr table, std::function<void(std::optional<Error>)> done) override;

private:
    void note(std::optional<Error> const& failure);

    Workers& workers_;
    std::filesystem::path path_;
    bool knows_the_file_ = false; ///< what stands in it, or that there is none
    bool is_failing_ = false;     ///< the newest try to save did
};

} // namespace watchpost::archive
