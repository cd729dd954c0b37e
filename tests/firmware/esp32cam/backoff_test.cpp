#include "backoff.hpp"

#include <gtest/gtest.h>

using cam::Backoff;

namespace {

std::uint32_t lowest() {
    return 0;
}

/// The highest draw for every limit: the limits less kShortest all divide it with this remainder.
struct Highest {
    cam::Ms limit = 0;
    std::uint32_t operator()() const { return static_cast<std::uint32_t>(limit - Backoff::kShortest - 1); }
};

} // namespace

TEST(Backoff, EvenTheLuckiestDrawWaits) {
    Backoff backoff(lowest);
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(backoff.next_wait(), Backoff::kShortest);
}

TEST(Backoff, TheLimitDoublesUpTo30Seconds) {
    auto draw = std::make_shared<Highest>();
    Backoff backoff([draw] { return (*draw)(); });
    for (cam::Ms const limit : {1'000, 2'000, 4'000, 8'000, 16'000, 30'000, 30'000}) {
        draw->limit = limit;
        EXPECT_EQ(backoff.next_wait(), limit - 1);
    }
}

TEST(Backoff, OnlyASessionThatLastedMakesWaitsShortAgain) {
    auto draw = std::make_shared<Highest>();
    Backoff backoff([draw] { return (*draw)(); });
    for (int i = 0; i < 100'000; ++i)
        backoff.next_wait();
    draw->limit = 30'000;
    backoff.session_lasted(Backoff::kProven - 1);
    EXPECT_EQ(backoff.next_wait(), 29'999);
    backoff.session_lasted(Backoff::kProven);
    draw->limit = 1'000;
    EXPECT_EQ(backoff.next_wait(), 999);
}
