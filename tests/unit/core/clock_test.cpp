#include "support/manual_clock.hpp"

#include <watchpost/core/clock.hpp>

#include <gtest/gtest.h>

namespace watchpost {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

TEST(Rfc3339, is_utc_with_milliseconds) {
    auto const at = [](year_month_day day, nanoseconds since_midnight) {
        return to_rfc3339(
            WallTime(duration_cast<WallTime::duration>(sys_days(day).time_since_epoch() + since_midnight)));
    };

    EXPECT_EQ(at(1970y / 1 / 1, 0ns), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(at(2026y / 1 / 2, 3h + 4min + 5s + 678ms), "2026-01-02T03:04:05.678Z");
    EXPECT_EQ(at(2024y / 2 / 29, 24h - 1ns), "2024-02-29T23:59:59.999Z");
    EXPECT_EQ(at(2106y / 2 / 7, 7ms), "2106-02-07T00:00:00.007Z");
}

TEST(Rfc3339, counts_milliseconds_forwards_before_1970_too) {
    EXPECT_EQ(to_rfc3339(WallTime(-1ms)), "1969-12-31T23:59:59.999Z");
}

TEST(SystemClock, has_a_steady_time_that_never_goes_back) {
    SystemClock const clock;

    auto const earlier = clock.now();
    auto const later = clock.now();

    EXPECT_GE(later, earlier);
    EXPECT_GT(clock.wall(), WallTime(sys_days(2025y / 1 / 1)));
}

TEST(ManualClock, stands_still_until_it_is_moved) {
    test::ManualClock clock;
    auto const steady = clock.now();
    auto const wall = clock.wall();
    ASSERT_EQ(clock.now(), steady);

    clock.advance(1500ms);
    clock.jump_wall(hours(24 * 365));

    EXPECT_EQ(clock.now() - steady, 1500ms);
    EXPECT_EQ(clock.wall() - wall, 1500ms + hours(24 * 365));
}

} // namespace
} // namespace watchpost
