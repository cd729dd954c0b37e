#include <watchpost/core/histogram.hpp>

#include <gtest/gtest.h>

namespace watchpost {
namespace {

constexpr std::array kBounds{0.001, 0.5, 5.0};
using Counts = std::array<std::uint64_t, 3>;

TEST(Histogram, holds_nothing_at_first) {
    Histogram<kBounds> const histogram;
    EXPECT_EQ(histogram.within(), (Counts{0, 0, 0}));
    EXPECT_EQ(histogram.count(), 0U);
    EXPECT_EQ(histogram.sum(), 0);
}

TEST(Histogram, counts_a_value_in_each_bound_that_it_does_not_exceed) {
    Histogram<kBounds> histogram;
    histogram.add(0.0);
    histogram.add(0.25);
    histogram.add(3.0);
    EXPECT_EQ(histogram.within(), (Counts{1, 2, 3}));
    EXPECT_EQ(histogram.sum(), 3.25);
}

TEST(Histogram, has_a_value_on_a_bound_within_it) {
    Histogram<kBounds> histogram;
    histogram.add(0.5);
    EXPECT_EQ(histogram.within(), (Counts{0, 1, 1}));
}

TEST(Histogram, counts_what_exceeds_every_bound_in_the_whole_only) {
    Histogram<kBounds> histogram;
    histogram.add(5.5);
    EXPECT_EQ(histogram.within(), (Counts{0, 0, 0}));
    EXPECT_EQ(histogram.count(), 1U);
    EXPECT_EQ(histogram.sum(), 5.5);
}

} // namespace
} // namespace watchpost
