#include <watchpost/core/frame_gate.hpp>

#include <gtest/gtest.h>

namespace watchpost {
namespace {

using namespace std::chrono_literals;

/// How many of the pictures that come each `every` pass within `span`.
int passed(FrameGate gate, std::chrono::milliseconds every, std::chrono::milliseconds span) {
    int count = 0;
    for (SteadyTime now{100s}; now < SteadyTime{100s} + span; now += every) {
        if (!gate.is_open(now)) continue;
        gate.pass(now);
        ++count;
    }
    return count;
}

TEST(FrameGate, without_a_pace_is_open) {
    EXPECT_TRUE(FramePace{}.is_free());
    EXPECT_EQ(passed(FrameGate{}, 10ms, 1s), 100);
}

TEST(FrameGate, keeps_the_rate_although_pictures_come_when_they_come) {
    EXPECT_EQ(passed(FrameGate{{0, 333ms}}, 100ms, 10s), 30);
    EXPECT_EQ(passed(FrameGate{{0, 400ms}}, 390ms, 10s), 25);
    EXPECT_EQ(passed(FrameGate{{0, 333ms}}, 2s, 10s), 5);
}

TEST(FrameGate, saves_nothing_up_during_a_pause) {
    FrameGate gate{{0, 500ms}};
    gate.pass(SteadyTime{1s});
    gate.pass(SteadyTime{60s});
    EXPECT_FALSE(gate.is_open(SteadyTime{60s + 400ms}));
    EXPECT_TRUE(gate.is_open(SteadyTime{60s + 500ms}));
}

TEST(FrameGate, counts_what_was_painted_once) {
    SteadyTime const now{1s};
    FrameGate gate{{2, {}}};
    gate.pass(now);
    gate.pass(now);
    EXPECT_FALSE(gate.is_open(now));
    gate.painted(3, 2); // never went
    EXPECT_FALSE(gate.is_open(now));
    gate.painted(2, 2);
    gate.painted(1, 2);
    gate.pass(now);
    EXPECT_TRUE(gate.is_open(now));
    gate.pass(now);
    EXPECT_FALSE(gate.is_open(now));
}

TEST(FrameGate, gives_as_many_as_are_wanted_and_no_more_than_the_window) {
    SteadyTime const now{1s};
    FrameGate gate{{2, {}}};
    gate.pass(now);
    gate.pass(now);
    gate.painted(2, 0);
    EXPECT_FALSE(gate.is_open(now));
    gate.painted(2, 1);
    gate.pass(now);
    EXPECT_FALSE(gate.is_open(now));
    gate.painted(3, 1'000'000);
    gate.pass(now);
    gate.pass(now);
    EXPECT_FALSE(gate.is_open(now));
}

} // namespace
} // namespace watchpost
