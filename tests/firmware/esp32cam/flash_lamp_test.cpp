#include "flash_lamp.hpp"

#include <gtest/gtest.h>

using cam::FlashLamp;

namespace {
constexpr cam::Ms kCap = 60'000;
} // namespace

TEST(FlashLamp, ShinesUntilItIsPutOut) {
    FlashLamp lamp(kCap);
    EXPECT_EQ(lamp.percent(), 0);
    EXPECT_TRUE(lamp.on(40, 1'000));
    lamp.tick(59'000);
    EXPECT_EQ(lamp.percent(), 40);
    lamp.off(59'500);
    EXPECT_EQ(lamp.percent(), 0);
}

TEST(FlashLamp, GoesOutByItselfAtItsCap) {
    FlashLamp lamp(kCap);
    lamp.tick(10'000);
    lamp.on(100, 10'000);
    lamp.tick(10'000 + kCap - 1);
    EXPECT_EQ(lamp.percent(), 100);
    lamp.tick(10'000 + kCap);
    EXPECT_EQ(lamp.percent(), 0);
}

TEST(FlashLamp, AskingAgainDoesNotPutItsEndOff) {
    FlashLamp lamp(kCap);
    for (cam::Ms now = 0; now < kCap; now += 1'000)
        EXPECT_TRUE(lamp.on(100, now));
    EXPECT_FALSE(lamp.on(100, kCap));
    EXPECT_EQ(lamp.percent(), 0);
}

TEST(FlashLamp, RestsBeforeItShinesAgain) {
    FlashLamp lamp(kCap);
    lamp.on(100, 0);
    lamp.tick(kCap);
    EXPECT_FALSE(lamp.on(100, kCap + FlashLamp::kRest - 1));
    EXPECT_TRUE(lamp.on(100, kCap + FlashLamp::kRest));
    // ... and then only for as long as it has rested.
    lamp.tick(kCap + 2 * FlashLamp::kRest);
    EXPECT_EQ(lamp.percent(), 0);
}

TEST(FlashLamp, SwitchingOffAndOnGainsNothing) {
    FlashLamp lamp(kCap);
    cam::Ms lit = 0;
    for (cam::Ms now = 0; now < 10 * kCap; now += 10) {
        if (now % 1'000 == 0) lamp.off(now);
        if (now % 1'000 == 10) lamp.on(100, now);
        lamp.tick(now);
        lit += lamp.percent() > 0 ? 10 : 0;
    }
    // Half of the time and what it starts with.
    EXPECT_LE(lit, 5 * kCap + kCap);
    EXPECT_GE(lit, 4 * kCap);
}

TEST(FlashLamp, NothingBrighterThanFullAndNothingBelowDark) {
    FlashLamp lamp(kCap);
    lamp.on(250, 0);
    EXPECT_EQ(lamp.percent(), 100);
    EXPECT_FALSE(lamp.on(-5, 1));
    EXPECT_EQ(lamp.percent(), 0);
}

TEST(FlashLamp, ATickThatComesLateCountsWhole) {
    FlashLamp lamp(kCap);
    lamp.on(100, 0);
    lamp.tick(10 * kCap);
    EXPECT_EQ(lamp.percent(), 0);
}
