#include <watchpost/core/delivery.hpp>

#include <gtest/gtest.h>

namespace watchpost {
namespace {

using namespace std::chrono_literals;

constexpr SteadyTime kStart{1000h};

TEST(Delivery, knows_no_age_before_the_first_frame) {
    Delivery const delivery;
    EXPECT_FALSE(delivery.age());
    EXPECT_FALSE(delivery.arrival_of(0));
    EXPECT_FALSE(delivery.arrival_of(1));
    EXPECT_EQ(delivery.fps(kStart), 0);
}

TEST(Delivery, tells_the_age_of_the_newest_frame_and_how_many_come_in_a_second) {
    Delivery delivery;
    for (int i = 0; i < 10; ++i)
        delivery.on_sent(kStart, kStart + 30ms);
    delivery.on_sent(kStart + 1s, kStart + 1007ms);
    delivery.on_dropped(3);

    EXPECT_EQ(delivery.age(), 7ms);
    EXPECT_EQ(delivery.fps(kStart + 1500ms), 10);
    EXPECT_EQ(delivery.fps(kStart + 30s), 0);
    EXPECT_EQ(delivery.sent(), 11U);
    EXPECT_EQ(delivery.dropped(), 3U);
}

TEST(Delivery, remembers_when_the_newest_frames_arrived_and_no_others) {
    Delivery delivery;
    constexpr std::uint64_t count = 1000;
    for (std::uint64_t i = 1; i <= count; ++i)
        delivery.on_sent(kStart + i * 1ms, kStart + i * 1ms);

    EXPECT_EQ(delivery.arrival_of(count), kStart + count * 1ms);
    auto const oldest = count - Delivery::kRemembered + 1;
    EXPECT_EQ(delivery.arrival_of(oldest), kStart + oldest * 1ms);
    EXPECT_FALSE(delivery.arrival_of(oldest - 1));
    EXPECT_FALSE(delivery.arrival_of(count + 1));
    EXPECT_FALSE(delivery.arrival_of(0));
    EXPECT_FALSE(delivery.arrival_of(UINT64_MAX));
}

} // namespace
} // namespace watchpost
