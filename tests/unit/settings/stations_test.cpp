#include "support/temporary_file.hpp"

#include <watchpost/settings/settings.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::settings {
namespace {

using test::TemporaryFile;
using testing::ElementsAre;
using testing::HasSubstr;

Result<Settings> load_stations(std::string const& list) {
    TemporaryFile const file{"{\"stations\": " + list + "}", 0644};
    return load({file.path(), {}, {}});
}

TEST(Stations, are_read_in_order_and_name_boards_that_are_not_configured) {
    auto const settings = load_stations(R"([{"id": "door", "camera": "front", "pico": "front"},
                                            {"id": "a_b-9", "camera": "front", "pico": "pan-tilt"}])");

    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_THAT(settings->stations,
                ElementsAre(Station{"door", "front", "front"}, Station{"a_b-9", "front", "pan-tilt"}));
    EXPECT_TRUE(settings->boards.empty());
}

TEST(Stations, that_are_wrong_are_refused_with_the_key_the_value_and_what_is_allowed) {
    struct Row {
        std::string list, told;
    };
    std::string const good = R"({"id":"a","camera":"c","pico":"p"})";
    std::string const rule = "it must be 1 to 32 of the characters a-z, 0-9, _ and -";
    for (auto const& [list, told] : std::vector<Row>{
             {"7", "stations is 7; it must be a list of objects with id, camera and pico"},
             {good, "stations is an object; it must be a list"},
             {R"(["door"])", "stations[0] is \"door\"; it must be an object with id, camera and pico"},
             {R"([{"id":"Door","camera":"c","pico":"p"}])", "stations[0].id is \"Door\"; " + rule},
             {R"([{"id":"","camera":"c","pico":"p"}])", "stations[0].id is \"\"; " + rule},
             {R"([{"id":true,"camera":"c","pico":"p"}])", "stations[0].id is true; " + rule},
             {R"([{"id":"a","camera":"c d","pico":"p"}])", "stations[0].camera is \"c d\"; " + rule},
             {R"([{"id":"a","camera":"c","pico":"../p"}])", "stations[0].pico is \"../p\"; " + rule},
             {R"([{"id":"a","camera":"c","pico":null}])", "stations[0].pico is null; " + rule},
             {R"([{"id":"a","camera":"c","pico":")" + std::string(33, 'p') + "\"}]", rule},
             {R"([{"id":"a","camera":"c"}])", "stations[0].pico is missing; a station has id, camera and pico"},
             {R"([{"id":"a","camera":"c","pico":"p","cam":"c"}])", "stations[0] has an unknown key \"cam\""},
             {R"([{"id":"a","camrea":"c","pico":"p"}])", "unknown key \"camrea\" (did you mean camera?)"},
             {"[" + good + "," + good + "]", "stations[1].id is \"a\", which an earlier station has already"}}) {
        auto const result = load_stations(list);

        ASSERT_FALSE(result) << list;
        EXPECT_THAT(result.error().message, HasSubstr(told));
    }
}

TEST(Stations, are_at_most_256) {
    auto const many = [](int count) {
        std::string list;
        for (int i = 0; i < count; ++i)
            list += (i > 0 ? "," : "") + (R"({"id":"s)" + std::to_string(i) + R"(","camera":"c","pico":"p"})");
        return load_stations("[" + list + "]");
    };

    EXPECT_TRUE(many(256));
    ASSERT_FALSE(many(257));
    EXPECT_THAT(many(257).error().message, HasSubstr("stations has 257 entries; it must have at most 256"));
}

TEST(Stations, are_suggested_for_a_key_that_is_nearly_theirs) {
    TemporaryFile const file{R"({"station": []})", 0644};
    auto const result = load({file.path(), {}, {}});

    ASSERT_FALSE(result);
    EXPECT_THAT(result.error().message, HasSubstr("unknown key \"station\" (did you mean stations?)"));
}

} // namespace
} // namespace watchpost::settings
