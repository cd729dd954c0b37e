#include <watchpost/core/rate_meter.hpp>
#include <watchpost/core/token_bucket.hpp>

#include <gtest/gtest.h>

namespace watchpost {
namespace {

using namespace std::chrono_literals;

constexpr SteadyTime kBegin{1000h};

TEST(RateMeter, is_nothing_before_the_first_event_and_within_its_second) {
    RateMeter meter;
    EXPECT_EQ(meter.per_second(kBegin), 0);

    meter.add(kBegin, 50);

    EXPECT_EQ(meter.per_second(kBegin + 999ms), 0);
    EXPECT_EQ(meter.per_second(kBegin + 1s), 50);
}

TEST(RateMeter, averages_over_the_last_three_whole_seconds) {
    RateMeter meter;
    for (auto const second : {0s, 1s, 2s, 3s})
        meter.add(kBegin + second, second == 0s ? 900 : 10);

    EXPECT_EQ(meter.per_second(kBegin + 3s), (900 + 10 + 10) / 3.0);
    EXPECT_EQ(meter.per_second(kBegin + 4s), 10);
    EXPECT_EQ(meter.per_second(kBegin + 5s), 20 / 3.0);
}

TEST(RateMeter, does_not_count_the_second_that_is_not_over) {
    RateMeter meter;
    meter.add(kBegin, 6);
    meter.add(kBegin + 1s, 1'000'000);

    EXPECT_EQ(meter.per_second(kBegin + 1999ms), 6);
}

TEST(RateMeter, falls_to_nothing_after_a_pause_however_long) {
    for (std::chrono::seconds const pause : {4s, 5s, 7s, 86'400s}) {
        RateMeter meter;
        for (auto const second : {0s, 1s, 2s, 3s})
            meter.add(kBegin + second, 7);

        EXPECT_EQ(meter.per_second(kBegin + 3s + pause), 0) << pause.count();
        meter.add(kBegin + 3s + pause, 3);
        EXPECT_EQ(meter.per_second(kBegin + 4s + pause), 1) << pause.count();
    }
}

TEST(TokenBucket, lets_a_burst_pass_and_then_one_each_interval) {
    TokenBucket bucket{200ms, 3};
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(bucket.take(kBegin)) << i;

    EXPECT_FALSE(bucket.take(kBegin));
    EXPECT_FALSE(bucket.take(kBegin + 199ms));
    EXPECT_TRUE(bucket.take(kBegin + 200ms));
    EXPECT_FALSE(bucket.take(kBegin + 200ms));
}

TEST(TokenBucket, is_full_again_after_a_pause_and_never_more_than_full) {
    TokenBucket bucket{200ms, 3};
    for (auto const when : {kBegin, kBegin + 600ms, kBegin + 1000h}) {
        int passed = 0;
        for (int i = 0; i < 10; ++i)
            passed += bucket.take(when) ? 1 : 0;
        EXPECT_EQ(passed, 3);
    }
}

TEST(TokenBucket, of_one_lets_one_pass_each_interval) {
    TokenBucket bucket{10s, 1};
    ASSERT_TRUE(bucket.take(kBegin));

    EXPECT_FALSE(bucket.take(kBegin + 9999ms));
    EXPECT_TRUE(bucket.take(kBegin + 10s));
}

TEST(TokenBucket, is_not_emptied_by_those_it_refuses) {
    TokenBucket bucket{1s, 1};
    ASSERT_TRUE(bucket.take(kBegin));
    for (int i = 0; i < 1000; ++i)
        ASSERT_FALSE(bucket.take(kBegin + 500ms));

    EXPECT_TRUE(bucket.take(kBegin + 1s));
}

} // namespace
} // namespace watchpost
