#include "stall_watch.hpp"

#include <gtest/gtest.h>

using cam::StallWatch;
using Advice = StallWatch::Advice;

TEST(StallWatch, SaysNothingWhileThingsGoOn) {
    StallWatch watch(10, 100, 0);
    for (cam::Ms now = 1; now < 1'000; now += 9) {
        watch.progress(now);
        EXPECT_EQ(watch.tick(now + 8), Advice::nothing);
    }
}

TEST(StallWatch, AdvisesToMendOnceForEachPeriodAndThenToRestart) {
    StallWatch watch(10, 35, 0);
    EXPECT_EQ(watch.tick(9), Advice::nothing);
    EXPECT_EQ(watch.tick(10), Advice::mend);
    EXPECT_EQ(watch.tick(11), Advice::nothing);
    EXPECT_EQ(watch.tick(20), Advice::mend);
    EXPECT_EQ(watch.tick(30), Advice::mend);
    EXPECT_EQ(watch.tick(35), Advice::restart);
    watch.progress(36);
    EXPECT_EQ(watch.tick(45), Advice::nothing);
}

TEST(StallWatch, ABeginningGivesTimeButForgetsNothing) {
    StallWatch watch(10, 35, 0);
    watch.begin(30);
    EXPECT_EQ(watch.tick(34), Advice::nothing);
    EXPECT_EQ(watch.tick(35), Advice::restart);
}
