#include "photo_name.hpp"

#include <gtest/gtest.h>

namespace watchpost::archive {
namespace {

using std::chrono::milliseconds;
using std::chrono::sys_days;
using namespace std::chrono_literals;

WallTime const kNoon = sys_days{2026y / 11 / 24} + 12h + 32min + 10s + 123ms;

TEST(PhotoName, says_all_that_is_known_of_a_photo) {
    EXPECT_EQ(photo_id({{}, "front", 800, 600, {80, true, 50}, kNoon}), "20261124-123210-123.front.800x600.q80.f50");
    EXPECT_EQ(photo_id({{}, "front", 800, 600, {80, false, {}}, kNoon}), "20261124-123210-123.front.800x600.q80.dark");
    EXPECT_EQ(photo_id({{}, "front", 800, 600, {{}, true, {}}, kNoon}), "20261124-123210-123.front.800x600.f");
    EXPECT_EQ(photo_id({{}, "a-b_c", 1, 1, {}, kNoon}), "20261124-123210-123.a-b_c.1x1");
}

TEST(PhotoName, is_read_back) {
    auto const photo = read_photo_id("20261124-123210-123.front.800x600.q80.f50");
    ASSERT_TRUE(photo);
    EXPECT_EQ(photo->camera, "front");
    EXPECT_EQ(photo->taken, kNoon);
    EXPECT_EQ(photo->width, 800);
    EXPECT_EQ(photo->height, 600);
    EXPECT_EQ(photo->terms, (PhotoTerms{80, true, 50}));
    EXPECT_EQ(read_photo_id("20261124-123210-123.front.800x600.dark")->terms, (PhotoTerms{{}, false, {}}));
}

TEST(PhotoName, says_last_as_which_it_came) {
    auto const id = photo_id({{}, "front", 800, 600, {80, {}, {}}, kNoon}, 1'234'567'890'123);
    EXPECT_EQ(id, "20261124-123210-123.front.800x600.q80.n1234567890123");
    EXPECT_EQ(read_photo_id(id)->arrival, 1'234'567'890'123U);
    EXPECT_EQ(read_photo_id("20261124-123210-123.front.800x600")->arrival, 0U) << "of an older version";
}

TEST(PhotoName, sorts_by_time) {
    Photo earlier{{}, "zoo", 1, 1, {}, kNoon};
    Photo later{{}, "attic", 1, 1, {}, kNoon + 1ms};
    EXPECT_LT(photo_id(earlier), photo_id(later));
}

class ForeignName : public testing::TestWithParam<char const*> {};

TEST_P(ForeignName, is_no_photo) {
    EXPECT_FALSE(read_photo_id(GetParam())) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(
    Names, ForeignName,
    testing::Values("", "holiday", "../../etc/passwd", "20261124-123210-123.front",
                    "20261124-123210-123.front.800x600.", "20261124-123210-123.front.800x600.q80.q80",
                    "20261124-123210-123.front.800x600.f50.q80", "20261124-123210-123.front.800x600.q080",
                    "20261124-123210-123.front.0800x600", "20261124-123210-123.front.800x600.q+80",
                    "20261124-123210-123.front/../x.800x600", "20261324-123210-123.front.800x600",
                    "20261124-993210-123.front.800x600", "20261124-123210-123.front.800x70000",
                    "20261124-123210-123.FRONT.800x600", "20261124-123210-123.front.800x600.dark.jpg",
                    "20261124-123210-123.front.800", "20261124-123210-123.front.800x600.n0",
                    "20261124-123210-123.front.800x600.n", "20261124-123210-123.front.800x600.n01",
                    "20261124-123210-123.front.800x600.n-1", "20261124-123210-123.front.800x600.n1.q80",
                    "20261124-123210-123.front.800x600.n1.n1",
                    "20261124-123210-123.front.800x600.n99999999999999999999",
                    "20261124-123210-123.front.800x600.n9999999999999999999"));

} // namespace
} // namespace watchpost::archive
