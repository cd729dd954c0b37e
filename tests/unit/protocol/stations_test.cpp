#include <watchpost/json/json.hpp>
#include <watchpost/protocol/preset_file.hpp>
#include <watchpost/protocol/stations.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::protocol {
namespace {

using nlohmann::json;
using testing::HasSubstr;

struct RefusedBody {
    std::string body;
    std::string said; ///< a part of the error
};

TEST(PresetBody, has_both_angles_or_neither) {
    auto const angles = stations::read_preset(R"({"pan":0,"tilt":180})");
    ASSERT_TRUE(angles);
    EXPECT_EQ(*angles, (Angles{0, 180}));
    auto const here = stations::read_preset(" {} ");
    ASSERT_TRUE(here);
    EXPECT_EQ(*here, std::nullopt);
}

class BadPreset : public testing::TestWithParam<RefusedBody> {};

TEST_P(BadPreset, is_refused_with_what_is_allowed) {
    auto const angles = stations::read_preset(GetParam().body);
    ASSERT_FALSE(angles) << GetParam().body;
    EXPECT_THAT(angles.error().message, HasSubstr(GetParam().said));
}

INSTANTIATE_TEST_SUITE_P(
    Bodies, BadPreset,
    testing::Values(
        RefusedBody{"", "not JSON"}, RefusedBody{"[90,90]", "not a JSON object"},
        RefusedBody{R"({"pan":NaN,"tilt":9})", "not JSON"},
        RefusedBody{R"({"pan":181,"tilt":90})", "pan: 181 is not allowed; it must be a whole number from 0 to 180"},
        RefusedBody{R"({"pan":90,"tilt":-1})", "tilt: -1"}, RefusedBody{R"({"pan":true,"tilt":90})", "pan: true"},
        RefusedBody{R"({"pan":"90","tilt":90})", "0 to 180"}, RefusedBody{R"({"pan":1e300,"tilt":90})", "0 to 180"},
        RefusedBody{R"({"pan":90.5,"tilt":90})", "0 to 180"}, RefusedBody{R"({"pan":null,"tilt":null})", "0 to 180"},
        RefusedBody{R"({"pan":90})", "tilt is missing"}, RefusedBody{R"({"tilt":90})", "pan is missing"},
        // Were it passed over, the preset would be something else than what was meant.
        RefusedBody{R"({"pna":10,"tlit":20})", "\"pna\" is not known here; allowed: pan, tilt"},
        RefusedBody{R"({"pan":10,"tilt":20,"smooth":true})", "\"smooth\" is not known here"}));

TEST(GoBody, may_ask_for_a_smooth_move) {
    EXPECT_TRUE(*stations::read_go(R"({"smooth":true})"));
    for (auto const* body : {"", "{}", R"({"smooth":false})"}) {
        auto const smooth = stations::read_go(body);
        ASSERT_TRUE(smooth) << body;
        EXPECT_FALSE(*smooth) << body;
    }
    for (auto const* body : {"go", "true", R"({"smooth":1})", R"({"smooth":null})", R"({"smoth":true})"})
        EXPECT_FALSE(stations::read_go(body)) << body;
}

TEST(StationDocuments, are_those_of_the_reference) {
    StationStatus const door{{"door", "front", "pan"}, {{"home", {80, 100}}, {"gate", {0, 180}}}};
    StationStatus const main{{"main", "a", "b"}, {}};

    EXPECT_EQ(json::parse(stations::stations_document({door, main})), json::parse(R"({"stations":[
        {"id":"door","camera":"front","pico":"pan","presets":[{"name":"home","pan":80,"tilt":100},
                                                              {"name":"gate","pan":0,"tilt":180}]},
        {"id":"main","camera":"a","pico":"b","presets":[]}]})"));
    EXPECT_EQ(json::parse(stations::station_document(main)),
              json::parse(R"({"id":"main","camera":"a","pico":"b","presets":[]})"));
    EXPECT_EQ(json::parse(stations::presets_document(door.presets)).at("presets").at(1).at("name"), "gate");
    EXPECT_EQ(json::parse(stations::preset_document(door.presets[1])),
              json::parse(R"({"name":"gate","pan":0,"tilt":180})"));
}

TEST(PresetFile, is_read_as_it_was_written) {
    PresetTable const table{{"door", {{"home", {80, 100}}, {"gate", {0, 180}}}}, {"main", {}}};

    auto const read = preset_file::read(preset_file::write(table));

    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, table);
    EXPECT_EQ(*preset_file::read(preset_file::write({})), PresetTable{});
}

class BadPresetFile : public testing::TestWithParam<RefusedBody> {};

TEST_P(BadPresetFile, is_refused) {
    auto const table = preset_file::read(GetParam().body);
    ASSERT_FALSE(table) << GetParam().body;
    EXPECT_THAT(table.error().message, HasSubstr(GetParam().said));
}

std::string with_presets(std::string const& list) {
    return R"({"version":1,"stations":[{"id":"main","presets":[)" + list + "]}]}";
}

INSTANTIATE_TEST_SUITE_P(
    Texts, BadPresetFile,
    testing::Values(
        RefusedBody{"", "not JSON"}, RefusedBody{"[]", "not a JSON object"},
        RefusedBody{R"({"version":1,"stations":[)", "not JSON"},
        RefusedBody{std::string(100'000, '['), "nested deeper"}, RefusedBody{R"({"stations":[]})", "version is not 1"},
        RefusedBody{R"({"version":2,"stations":[]})", "version is not 1"},
        RefusedBody{R"({"version":true,"stations":[]})", "version is not 1"},
        RefusedBody{R"({"version":1})", "stations is not a list"},
        RefusedBody{R"({"version":1,"stations":{}})", "stations is not a list"},
        RefusedBody{R"({"version":1,"stations":[7]})", "a station is not an object"},
        RefusedBody{R"({"version":1,"stations":[],"more":1})", "\"more\" is not known here"},
        RefusedBody{R"({"version":1,"stations":[{"id":"../x","presets":[]}]})", "no good id"},
        RefusedBody{R"({"version":1,"stations":[{"id":"x"}]})", "presets is not a list"},
        RefusedBody{R"({"version":1,"stations":[{"id":"x","presets":[]},{"id":"x","presets":[]}]})", "there twice"},
        RefusedBody{with_presets("null"), "a preset is not an object"},
        RefusedBody{with_presets(R"({"name":"A","pan":1,"tilt":1})"), "no good name"},
        RefusedBody{with_presets(R"({"name":"a","pan":181,"tilt":1})"), "the preset a has no angles"},
        RefusedBody{with_presets(R"({"name":"a","pan":1})"), "the preset a has no angles"},
        RefusedBody{with_presets(R"({"name":"a","pan":1,"tilt":true})"), "the preset a has no angles"},
        RefusedBody{with_presets(R"({"name":"a","pan":1,"tilt":1},{"name":"a","pan":1,"tilt":1})"), "there twice"},
        RefusedBody{with_presets(R"({"name":"a","pan":1,"tilt":1,"zoom":2})"), "\"zoom\" is not known here"}));

TEST(PresetName, is_made_of_what_is_safe_in_a_url) {
    for (auto const* name : {"home", "a", "0", "_-", "front-door_2"})
        EXPECT_TRUE(is_preset_name(name)) << name;
    EXPECT_TRUE(is_preset_name(std::string(32, 'x')));
    EXPECT_FALSE(is_preset_name(std::string(33, 'x')));
    for (auto const* name : {"", "Home", "a b", "a/b", "..", "a.b", "é", "a\n"})
        EXPECT_FALSE(is_preset_name(name)) << name;
}

} // namespace
} // namespace watchpost::protocol
