#include <watchpost/core/device.hpp>

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace watchpost {
namespace {

TEST(DeviceKind, has_a_word_that_leads_back_to_it) {
    EXPECT_EQ(to_string(DeviceKind::esp32cam), "esp32cam");
    EXPECT_EQ(to_string(DeviceKind::pico), "pico");
    for (auto const kind : {DeviceKind::esp32cam, DeviceKind::pico}) {
        EXPECT_EQ(device_kind_from(to_string(kind)), kind);
    }
}

TEST(DeviceKind, has_no_other_word) {
    for (std::string_view const word : {"", "Pico", "pico ", "esp32", "esp32cam2"}) {
        EXPECT_EQ(device_kind_from(word), std::nullopt) << word;
    }
}

TEST(SafeDeviceId, keeps_what_is_safe_and_replaces_the_rest) {
    struct Row {
        std::string raw;
        std::optional<DeviceId> id;
    };
    for (auto const& [raw, id] : std::vector<Row>{{"front-door_2", "front-door_2"},
                                                  {"AA:BB:CC", "aa-bb-cc"},
                                                  {"front door", "front-door"},
                                                  {"../etc", "---etc"},
                                                  {"a\r\nb", "a--b"},
                                                  {std::string("a\0b", 3), "a-b"},
                                                  {"\xc3\xa9"
                                                   "1",
                                                   "--1"},
                                                  {std::string(33, 'x'), std::string(32, 'x')},
                                                  {std::string(32, '-').append("x"), std::nullopt},
                                                  {"", std::nullopt},
                                                  {"-_-", std::nullopt},
                                                  {"...", std::nullopt}}) {
        EXPECT_EQ(safe_device_id(raw), id) << raw;
    }
}

TEST(SafeDeviceId, of_anything_is_a_device_id) {
    for (int c = 0; c < 256; ++c) {
        auto const id = safe_device_id(std::string("x") + static_cast<char>(c));

        ASSERT_TRUE(id);
        EXPECT_TRUE(is_device_id(*id)) << *id;
    }
}

TEST(IsDeviceId, is_true_for_1_to_32_safe_characters_only) {
    for (std::string const id : {"a", "0", "_", "-", "front-door_2", "abcdefghijklmnopqrstuvwxyz012345"}) {
        EXPECT_TRUE(is_device_id(id)) << id;
    }
    for (std::string const& id :
         {std::string(), std::string("A"), std::string("a b"), std::string("a/b"), std::string("a."),
          std::string(33, 'x'), std::string("a\0", 2), std::string("\xc3\xa9")}) {
        EXPECT_FALSE(is_device_id(id)) << id;
    }
}

TEST(DeviceKey, tells_a_camera_and_a_pico_of_one_name_apart) {
    std::set<DeviceKey> const keys{
        {DeviceKind::esp32cam, "front"}, {DeviceKind::pico, "front"}, {DeviceKind::esp32cam, "front"}};

    EXPECT_EQ(keys.size(), 2u);
}

} // namespace
} // namespace watchpost
