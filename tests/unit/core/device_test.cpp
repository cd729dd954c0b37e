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

TEST(DeviceIdFrom, takes_an_id_as_it_stands_and_a_mac_address) {
    struct Row {
        std::string raw;
        DeviceId id;
    };
    for (auto const& [raw, id] : std::vector<Row>{{"front-door_2", "front-door_2"},
                                                  {"0", "0"},
                                                  {std::string(32, 'x'), std::string(32, 'x')},
                                                  {"AA:BB:CC:DD:EE:0F", "aa-bb-cc-dd-ee-0f"},
                                                  {"aa:bb:cc:dd:ee:0f", "aa-bb-cc-dd-ee-0f"},
                                                  {"AA-BB-CC-DD-EE-0F", "aa-bb-cc-dd-ee-0f"},
                                                  {"aa-bb-cc-dd-ee-0f", "aa-bb-cc-dd-ee-0f"}})
        EXPECT_EQ(device_id_from(raw), id) << raw;
}

TEST(DeviceIdFrom, takes_nothing_that_would_have_to_be_changed) {
    for (auto const& raw : std::vector<std::string>{
             "", "Front", "front door",
             "k\xc3\xbc"
             "che",
             "k\xc3\xba"
             "che",
             "../etc", "a\r\nb", std::string("a\0b", 3), "::", "AA:BB:CC", "AA:BB:CC:DD:EE:GF", "AA:BB:CC:DD:EE-0F",
             "AA:BB:CC:DD:EE:0F ", "AA:BB:CC:DD:EE:0F:11", "AABBCCDDEE0F", "AA.BB.CC.DD.EE.0F", std::string(33, 'x'),
             std::string(35, 'x') + "a", std::string(35, 'x') + "b"})
        EXPECT_EQ(device_id_from(raw), std::nullopt) << raw;
}

TEST(DeviceIdFrom, never_makes_one_of_two_addresses) {
    std::set<DeviceId> ids;
    for (char const* last : {"0A", "A0", "AA", "00", "0B", "B0"})
        for (char const* first : {"0A", "A0", "AA"})
            ids.insert(*device_id_from(std::string(first) + ":11:22:33:44:" + last));
    EXPECT_EQ(ids.size(), 18u);
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
