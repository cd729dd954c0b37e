#include "faults.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::sim {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(Faults, AreReadByName) {
    auto const plan = parse_faults(
        std::vector<std::string>{"drop-out=20", "half-open=30.5", "slow-wifi=80", "bad-json=7", "broken-jpeg=9"});
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->drop_out, 20s);
    EXPECT_EQ(plan->half_open, 30.5s);
    EXPECT_EQ(plan->bytes_per_second, 80'000);
    EXPECT_EQ(plan->bad_json, 7);
    EXPECT_EQ(plan->broken_jpeg, 9);
}

TEST(Faults, ErrorsNameTheFaultAndWhatIsAllowed) {
    for (std::string const wrong : {"fire", "fire=3", "drop-out", "drop-out=", "drop-out=0", "drop-out=nan",
                                    "bad-json=1.5", "bad-json=-1", "slow-wifi=10k", ""}) {
        auto const plan = parse_faults(std::vector{wrong});
        ASSERT_FALSE(plan) << wrong;
        EXPECT_THAT(plan.error().message, HasSubstr("--fault " + wrong));
        EXPECT_THAT(plan.error().message, HasSubstr("slow-wifi=KBYTES_PER_S (1 to 100000)"));
    }
}

TEST(FaultDice, TheSameSeedGivesTheSameFaults) {
    FaultPlan const plan{.drop_out = 20s, .half_open = 50s, .broken_jpeg = 2};
    FaultDice one(plan, 5);
    FaultDice two(plan, 5);
    Bytes const jpeg(1000, 1);
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(one.broken(jpeg), two.broken(jpeg));
    SteadyTime const now = SteadyTime{} + 1h;
    one.link_up(now);
    two.link_up(now);
    for (auto after = 0s; after < 80s; after += 1s)
        EXPECT_EQ(one.link_fault(now + after), two.link_fault(now + after));
    EXPECT_EQ(one.link_fault(now + 9s), LinkFault::none);
    EXPECT_EQ(one.link_fault(now + 76s), LinkFault::drop_out);
}

TEST(FaultDice, EveryNthIsSpoiled) {
    FaultDice dice({.bad_json = 3, .broken_jpeg = 2}, 1);
    EXPECT_FALSE(dice.spoil_json());
    EXPECT_FALSE(dice.spoil_json());
    EXPECT_TRUE(dice.spoil_json());
    EXPECT_FALSE(dice.spoil_jpeg());
    EXPECT_TRUE(dice.spoil_jpeg());
    FaultDice well({}, 1);
    EXPECT_FALSE(well.spoil_json());
    EXPECT_FALSE(well.spoil_jpeg());
    well.link_up({});
    EXPECT_EQ(well.link_fault(SteadyTime{} + 24h), LinkFault::none);
}

} // namespace
} // namespace watchpost::sim
