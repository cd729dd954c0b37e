#include <watchpost/hub/stations.hpp>

#include <algorithm>

namespace watchpost::hub {
namespace {

constexpr char const* kMain = "main";

PresetOutcome apply(PresetTable& table, PresetChange const& change) {
    auto& presets = table[change.station];
    bool const known = presets.contains(change.name);
    if (!change.angles) {
        if (!known) return PresetOutcome::unknown;
        presets.erase(change.name);
        if (presets.empty()) table.erase(change.station);
        return PresetOutcome::removed;
    }
    if (!known && presets.size() >= Stations::kMaxPresets) return PresetOutcome::too_many;
    presets[change.name] = *change.angles;
    return known ? PresetOutcome::replaced : PresetOutcome::added;
}

bool changes_something(PresetOutcome outcome) {
    return outcome == PresetOutcome::added || outcome == PresetOutcome::replaced || outcome == PresetOutcome::removed;
}

} // namespace

void Stations::update(std::vector<Station> configured) {
    configured_ = std::move(configured);
    board_.touch();
}

void Stations::restore(PresetTablePtr table, PresetStore& store) {
    table_ = std::move(table);
    store_ = &store;
    board_.touch();
}

std::vector<Station> Stations::stations() const {
    if (!configured_.empty()) return configured_;
    auto const cameras = board_.boards(DeviceKind::esp32cam);
    auto const picos = board_.boards(DeviceKind::pico);
    if (cameras.size() != 1 || picos.size() != 1) return {};
    return {Station{kMain, cameras.front(), picos.front()}};
}

StationStatus Stations::status_of(Station const& station) const {
    StationStatus status{station, {}};
    auto const presets = table_->find(station.id);
    if (presets == table_->end()) return status;
    for (auto const& [name, angles] : presets->second)
        status.presets.push_back({name, angles});
    std::stable_partition(status.presets.begin(), status.presets.end(),
                          [](Preset const& preset) { return preset.name == kHome; });
    return status;
}

std::vector<StationStatus> Stations::list() const {
    std::vector<StationStatus> all;
    for (auto const& station : stations())
        all.push_back(status_of(station));
    return all;
}

std::optional<StationStatus> Stations::find(std::string_view station) const {
    for (auto const& known : stations())
        if (known.id == station) return status_of(known);
    return std::nullopt;
}

std::optional<Angles> Stations::preset(DeviceId const& station, std::string const& name) const {
    if (auto const presets = table_->find(station); presets != table_->end())
        if (auto const it = presets->second.find(name); it != presets->second.end()) return it->second;
    return name == kHome ? std::optional(Angles{}) : std::nullopt;
}

void Stations::change(PresetChange change, Done done) {
    if (waiting_.size() >= kMaxWaiting) return done(PresetOutcome::busy, "too many changes wait for the disk");
    waiting_.push_back({std::move(change), std::move(done)});
    save_next();
}

void Stations::save_next() {
    while (!saving_ && !waiting_.empty()) {
        auto const next = std::move(waiting_.front());
        waiting_.pop_front();
        // A change is judged by what those before it left.
        auto const fresh = std::make_shared<PresetTable>(*table_);
        auto const outcome = apply(*fresh, next.change);
        if (!changes_something(outcome)) {
            next.done(outcome, "");
            continue;
        }
        if (store_ == nullptr) {
            next.done(PresetOutcome::not_kept, "there is no place to keep presets in");
            continue;
        }
        saving_ = true;
        store_->save(fresh, [this, fresh, outcome, done = next.done](std::optional<Error> const& failure) {
            saving_ = false;
            if (!failure) {
                table_ = fresh;
                board_.touch();
            }
            done(failure ? PresetOutcome::not_kept : outcome, failure ? failure->message : "");
            save_next();
        });
    }
}

} // namespace watchpost::hub
