#include "status_lamp.hpp"

#include <gtest/gtest.h>

namespace {

int flashes(cam::Condition condition, cam::Ms duration) {
    int count = 0;
    bool before = false;
    for (cam::Ms now = 0; now < duration; now += 10) {
        bool const lit = cam::is_lit(condition, now);
        count += lit && !before ? 1 : 0;
        before = lit;
    }
    return count;
}

} // namespace

TEST(StatusLamp, EachConditionHasItsOwnRhythm) {
    EXPECT_EQ(flashes(cam::Condition::no_wifi, 6'000), 30);
    EXPECT_EQ(flashes(cam::Condition::no_server, 6'000), 6);
    EXPECT_EQ(flashes(cam::Condition::refused, 6'000), 8);
    EXPECT_EQ(flashes(cam::Condition::no_camera, 6'000), 12);
    EXPECT_EQ(flashes(cam::Condition::linked, 6'000), 2);
}
