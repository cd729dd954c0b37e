#include "pacer.hpp"
#include "pan_tilt.hpp"

#include <gtest/gtest.h>

namespace watchpost::sim {
namespace {

using namespace std::chrono_literals;

SteadyTime const kNow = SteadyTime{} + 1h;

TEST(PanTilt, MovesSmoothlyAndArrives) {
    PanTilt head;
    EXPECT_EQ(head.at(kNow), PanTilt::kCentre);
    head.move_to({150, 30}, kNow, 2s);
    EXPECT_EQ(head.at(kNow), PanTilt::kCentre);
    EXPECT_DOUBLE_EQ(head.at(kNow + 1s).pan, 120);
    EXPECT_LT(head.at(kNow + 200ms).pan, 96); // slower than at an even pace
    EXPECT_TRUE(head.moving(kNow + 1s));
    EXPECT_EQ(head.at(kNow + 2s), (Bearing{150, 30}));
    EXPECT_FALSE(head.moving(kNow + 2s));
}

TEST(PanTilt, ANewMoveStartsWhereItIs) {
    PanTilt head;
    head.move_to({150, 90}, kNow, 2s);
    head.move_to({90, 90}, kNow + 1s, 1s);
    EXPECT_DOUBLE_EQ(head.at(kNow + 1s).pan, 120);
    head.stop(kNow + 1500ms);
    EXPECT_DOUBLE_EQ(head.at(kNow + 5s).pan, 105);
}

TEST(Pacer, LeavesOutWhatWasMissed) {
    Pacer pacer(kNow, 100ms);
    EXPECT_FALSE(pacer.take(kNow - 1ms));
    EXPECT_TRUE(pacer.take(kNow));
    EXPECT_FALSE(pacer.take(kNow + 99ms));
    EXPECT_TRUE(pacer.take(kNow + 350ms));
    EXPECT_FALSE(pacer.take(kNow + 399ms));
    EXPECT_EQ(pacer.next(), kNow + 400ms);
}

} // namespace
} // namespace watchpost::sim
