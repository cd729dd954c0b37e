#include "hub_fixture.hpp"

#include <gmock/gmock.h>

namespace watchpost::hub {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Keeps nothing until the test says how it went.
struct Disk final : PresetStore {
    std::vector<PresetTablePtr> tables;
    std::vector<std::function<void(std::optional<Error>)>> waiting;

    void save(PresetTablePtr table, std::function<void(std::optional<Error>)> done) override {
        tables.push_back(std::move(table));
        waiting.push_back(std::move(done));
    }
    void finish(std::optional<Error> const& failure = {}) {
        ASSERT_FALSE(waiting.empty());
        auto const done = std::move(waiting.front());
        waiting.erase(waiting.begin());
        done(failure);
    }
};

class StationsTest : public HubTest {
protected:
    StationsTest() {
        hub_.stations.update({{"door", "front", "pan"}, {"gate", "back", "pan"}});
        hub_.stations.restore(std::make_shared<PresetTable>(), disk_);
    }

    void change(DeviceId const& station, std::string const& name, std::optional<Angles> angles) {
        hub_.stations.change({station, name, angles}, [this](PresetOutcome outcome, std::string const& why) {
            outcomes_.push_back(outcome);
            why_ = why;
        });
    }
    void keep(DeviceId const& station, std::string const& name, std::optional<Angles> angles) {
        change(station, name, angles);
        disk_.finish();
    }
    std::vector<std::string> names(DeviceId const& station) {
        std::vector<std::string> all;
        auto const status = hub_.stations.find(station);
        for (auto const& preset : status->presets)
            all.push_back(preset.name);
        return all;
    }

    Disk disk_;
    std::vector<PresetOutcome> outcomes_;
    std::string why_;
};

TEST_F(StationsTest, are_those_of_the_configuration_in_its_order) {
    auto const list = hub_.status().stations;
    ASSERT_EQ(list.size(), 2u);
    EXPECT_EQ(list[0].station, (Station{"door", "front", "pan"}));
    EXPECT_EQ(list[1].station.id, "gate");
    EXPECT_FALSE(hub_.stations.find("main"));
}

TEST_F(StationsTest, are_one_main_station_when_one_camera_and_one_pico_are_known_and_none_is_configured) {
    hub_.stations.update({});
    EXPECT_THAT(hub_.stations.list(), IsEmpty());
    hub_.board.came_online(camera("garden"), {});
    EXPECT_THAT(hub_.stations.list(), IsEmpty());
    hub_.board.came_online(pico("mast"), {});
    ASSERT_TRUE(hub_.stations.find("main"));
    EXPECT_EQ(hub_.stations.find("main")->station, (Station{"main", "garden", "mast"}));
    hub_.board.went_offline(pico("mast"));
    EXPECT_TRUE(hub_.stations.find("main")) << "a board that is away is known";

    hub_.board.came_online(camera("porch"), {});
    EXPECT_THAT(hub_.stations.list(), IsEmpty()) << "nobody knows which of the two it is";
}

TEST_F(StationsTest, remember_a_preset_once_it_is_kept_and_not_before) {
    auto const before = hub_.board.version();
    change("door", "gate", Angles{10, 20});
    EXPECT_THAT(outcomes_, IsEmpty());
    EXPECT_FALSE(hub_.stations.preset("door", "gate"));
    EXPECT_EQ(hub_.board.version(), before);
    ASSERT_EQ(disk_.tables.size(), 1u);
    EXPECT_EQ(disk_.tables[0]->at("door").at("gate"), (Angles{10, 20}));

    disk_.finish();
    EXPECT_THAT(outcomes_, ElementsAre(PresetOutcome::added));
    EXPECT_EQ(hub_.stations.preset("door", "gate"), (Angles{10, 20}));
    EXPECT_FALSE(hub_.stations.preset("gate", "gate")) << "another station has presets of its own";
    EXPECT_GT(hub_.board.version(), before) << "dashboards are told";
}

TEST_F(StationsTest, keep_the_old_presets_when_the_disk_fails) {
    keep("door", "gate", Angles{10, 20});
    auto const before = hub_.board.version();
    change("door", "gate", Angles{30, 40});
    disk_.finish(Error{"the disk is full"});
    change("door", "gate", std::nullopt);
    disk_.finish(Error{"the disk is full"});

    EXPECT_THAT(outcomes_, ElementsAre(PresetOutcome::added, PresetOutcome::not_kept, PresetOutcome::not_kept));
    EXPECT_EQ(why_, "the disk is full");
    EXPECT_EQ(hub_.stations.preset("door", "gate"), (Angles{10, 20}));
    EXPECT_EQ(hub_.board.version(), before);

    keep("door", "gate", Angles{50, 60});
    EXPECT_EQ(hub_.stations.preset("door", "gate"), (Angles{50, 60}));
}

TEST_F(StationsTest, make_changes_one_after_the_other) {
    change("door", "a", Angles{1, 1});
    change("door", "b", Angles{2, 2});
    change("door", "a", std::nullopt);
    ASSERT_EQ(disk_.tables.size(), 1u) << "one is under way at a time";
    disk_.finish(Error{"no"});
    disk_.finish();

    EXPECT_THAT(outcomes_, ElementsAre(PresetOutcome::not_kept, PresetOutcome::added, PresetOutcome::unknown))
        << "what failed is not there for the next one";
    EXPECT_THAT(names("door"), ElementsAre("b"));
}

TEST_F(StationsTest, list_home_first_and_the_rest_by_name) {
    for (auto const* name : {"zoo", "home", "attic"})
        keep("door", name, Angles{1, 2});
    EXPECT_THAT(names("door"), ElementsAre("home", "attic", "zoo"));
    keep("door", "attic", std::nullopt);
    EXPECT_THAT(names("door"), ElementsAre("home", "zoo"));
    EXPECT_EQ(outcomes_.back(), PresetOutcome::removed);
}

TEST_F(StationsTest, have_a_home_in_the_middle_until_somebody_sets_it) {
    EXPECT_EQ(hub_.stations.preset("door", "home"), (Angles{90, 90}));
    EXPECT_THAT(names("door"), IsEmpty());
    change("door", "home", std::nullopt);
    EXPECT_THAT(outcomes_, ElementsAre(PresetOutcome::unknown));
    keep("door", "home", Angles{45, 100});
    EXPECT_EQ(hub_.stations.preset("door", "home"), (Angles{45, 100}));
    keep("door", "home", std::nullopt);
    EXPECT_EQ(hub_.stations.preset("door", "home"), (Angles{90, 90}));
}

TEST_F(StationsTest, hold_64_presets_each_of_which_can_still_be_replaced) {
    for (std::size_t i = 0; i < Stations::kMaxPresets; ++i)
        keep("door", "p" + std::to_string(i), Angles{1, 1});
    change("door", "one-more", Angles{1, 1});
    EXPECT_EQ(outcomes_.back(), PresetOutcome::too_many);
    keep("door", "p0", Angles{2, 2});
    EXPECT_EQ(outcomes_.back(), PresetOutcome::replaced);
    keep("gate", "one-more", Angles{1, 1});
    EXPECT_EQ(outcomes_.back(), PresetOutcome::added);
}

TEST_F(StationsTest, do_not_let_changes_pile_up_before_a_disk_that_hangs) {
    change("door", "first", Angles{1, 1}); // under way
    for (std::size_t i = 0; i < Stations::kMaxWaiting; ++i)
        change("door", "p" + std::to_string(i), Angles{1, 1});
    EXPECT_THAT(outcomes_, IsEmpty());
    change("door", "last", Angles{1, 1});
    EXPECT_THAT(outcomes_, ElementsAre(PresetOutcome::busy));
}

TEST_F(StationsTest, that_vanish_from_the_configuration_have_their_presets_when_they_come_back) {
    keep("door", "gate", Angles{10, 20});
    auto const before = hub_.board.version();
    hub_.stations.update({{"gate", "back", "pan"}});
    EXPECT_FALSE(hub_.stations.find("door"));
    EXPECT_GT(hub_.board.version(), before);
    keep("gate", "x", Angles{1, 1});
    EXPECT_TRUE(disk_.tables.back()->contains("door")) << "it is kept on the disk, too";

    hub_.stations.update({{"door", "front", "pan"}});
    EXPECT_THAT(names("door"), ElementsAre("gate"));
}

TEST_F(HubTest, stations_without_a_store_remember_nothing) {
    PresetOutcome outcome{};
    hub_.stations.change({"main", "a", Angles{}},
                         [&outcome](PresetOutcome what, std::string const&) { outcome = what; });
    EXPECT_EQ(outcome, PresetOutcome::not_kept);
}

TEST_F(HubTest, board_tells_what_a_board_told_of_itself) {
    hub_.board.came_online(pico("mast"), {});
    Telemetry told;
    told.servo1_angle = 12;
    hub_.board.told(pico("mast"), told);
    EXPECT_EQ(hub_.board.telemetry(pico("mast")).servo1_angle, 12);
    EXPECT_EQ(hub_.board.telemetry(pico("mast")).servo2_angle, std::nullopt);
    EXPECT_EQ(hub_.board.telemetry(pico("nobody")).servo1_angle, std::nullopt);
    EXPECT_FALSE(hub_.board.knows(pico("nobody")));
}

} // namespace
} // namespace watchpost::hub
