#include <watchpost/protocol/json_text.hpp>
#include <watchpost/protocol/legacy.hpp>

#include <gtest/gtest.h>

namespace watchpost::protocol::legacy {
namespace {

template <class T>
Json refusal(Read<T> const& read) {
    auto const* const invalid = std::get_if<Invalid>(&read);
    return invalid == nullptr ? Json() : Json::parse(invalid_document(*invalid))["detail"];
}

TEST(LegacyWords, servo_takes_what_is_missing_for_the_middle) {
    EXPECT_EQ(std::get<ServoTarget>(read_servo(R"({"servo1":120,"servo2":60})")), (ServoTarget{120, 60, false}));
    EXPECT_EQ(std::get<ServoTarget>(read_servo("{}")), (ServoTarget{90, 90, false}));
    EXPECT_EQ(std::get<ServoTarget>(read_servo(R"({"servo2":0,"other":1})")), (ServoTarget{90, 0, false}));
}

TEST(LegacyWords, wrong_servo_values_are_refused_as_the_old_server_did) {
    for (auto const* value : {"181", "-1", "1e300", "true", "\"90\"", "90.5", "[90]", "{}"}) {
        auto const detail = refusal(read_servo(R"({"servo1":90,"servo2":)" + std::string(value) + "}"));
        ASSERT_EQ(detail.size(), 1U) << value;
        EXPECT_EQ(detail[0]["loc"], (Json{"body", "servo2"})) << value;
        EXPECT_EQ(detail[0]["msg"], "it must be a whole number from 0 to 180") << value;
        EXPECT_TRUE(detail[0]["type"].is_string());
    }
    for (auto const* body : {"", "[]", "NaN", R"({"servo1":NaN})", "90"})
        EXPECT_EQ(refusal(read_servo(body))[0]["loc"], (Json{"body"})) << body;
}

TEST(LegacyWords, actions_are_those_of_the_old_list) {
    auto const action = std::get<DeviceAction>(read_action(R"({"action":"flash_on","intensity":70})"));
    EXPECT_EQ(action.action, "flash_on");
    EXPECT_EQ(action.intensity, 70);
    EXPECT_EQ(std::get<DeviceAction>(read_action(R"({"action":"restore_system","intensity":null})")).intensity, 50);
    for (auto const* body : {R"({"action":"rm -rf"})", R"({"action":5})", "{}", R"({"action":""})"}) {
        auto const detail = refusal(read_action(body));
        EXPECT_EQ(detail[0]["loc"], (Json{"body", "action"})) << body;
        EXPECT_TRUE(detail[0]["msg"].get<std::string>().starts_with("Invalid action: ")) << body;
    }
    EXPECT_EQ(refusal(read_action(R"({"action":"flash_on","intensity":101})"))[0]["loc"], (Json{"body", "intensity"}));
}

TEST(LegacyWords, photo_order_has_its_defaults) {
    auto const order = std::get<DeviceAction>(read_photo_order("{}"));
    EXPECT_EQ(order.action, "capture_photo");
    EXPECT_EQ(order.quality, 80);
    EXPECT_EQ(order.flash, false);
    EXPECT_EQ(order.intensity, 50);
    EXPECT_EQ(refusal(read_photo_order(R"({"quality":0})"))[0]["msg"], "it must be a whole number from 1 to 100");
    EXPECT_EQ(refusal(read_photo_order(R"({"flash":1})"))[0]["loc"], (Json{"body", "flash"}));
}

TEST(LegacyWords, numbers_in_digits_are_read_to_their_end) {
    EXPECT_EQ(std::get<int>(read_number("9", "query", "limit", 1, 100)), 9);
    for (auto const* text : {"", "0", "101", "9a", " 9", "+9", "9.0", "0x9", "99999999999"})
        EXPECT_EQ(refusal(read_number(text, "query", "limit", 1, 100))[0]["loc"], (Json{"query", "limit"})) << text;
}

TEST(LegacyWords, gallery_says_whether_there_is_more) {
    StoredPhoto photo;
    photo.id = "20261124-123210-123.porch.320x240";
    auto const json = Json::parse(gallery_document({photo, photo}, 5, 1, 2));
    EXPECT_EQ(json["has_more"], true);
    EXPECT_EQ(json["photos"][0]["filename"], photo.id + ".jpg");
    EXPECT_EQ(json["photos"][0]["url"], "/gallery/" + photo.id + ".jpg");
    EXPECT_EQ(json["photos"][0]["timestamp"], "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(Json::parse(gallery_document({photo}, 5, 2, 2))["has_more"], false);
    EXPECT_EQ(Json::parse(gallery_document({}, 5, 9, 2))["has_more"], false);
}

TEST(LegacyWords, overview_says_null_where_nothing_is_known_and_never_guesses_about_the_internet) {
    auto const unknown = Json::parse(overview_document({}))["data"];
    for (auto const* name : {"pico_last_seen", "ram_percent", "cpu_percent", "storage"})
        EXPECT_TRUE(unknown[name].is_null()) << name;
    EXPECT_EQ(unknown["internet"], "not checked");
    Overview overview;
    overview.pico_online = true;
    overview.free_percent = 12.34;
    auto const known = Json::parse(overview_document(overview))["data"];
    EXPECT_EQ(known["storage"], "12.3% free");
    EXPECT_EQ(known["pico_status"], "online");
    EXPECT_EQ(known["camera_status"], "offline");
}

} // namespace
} // namespace watchpost::protocol::legacy
