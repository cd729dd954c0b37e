#include <watchpost/hub/identity_conflicts.hpp>

#include <gtest/gtest.h>

namespace watchpost::hub {
namespace {

using namespace std::chrono_literals;
using Verdict = IdentityConflicts::Verdict;

class IdentityConflictsTest : public testing::Test {
protected:
    void take_over(int times, SteadyTime when) {
        for (int i = 0; i < times; ++i)
            conflicts_.on_takeover(key_, when);
    }

    DeviceKey const key_{DeviceKind::pico, "pan"};
    SteadyTime const start_{1000h};
    IdentityConflicts conflicts_;
};

TEST_F(IdentityConflictsTest, four_takeovers_are_a_flaky_link) {
    EXPECT_EQ(conflicts_.judge(key_, start_), Verdict::admit);
    take_over(4, start_);
    EXPECT_EQ(conflicts_.judge(key_, start_), Verdict::admit);
}

TEST_F(IdentityConflictsTest, five_within_a_minute_are_a_conflict_that_is_told_once) {
    take_over(4, start_);
    take_over(1, start_ + 60s);

    EXPECT_EQ(conflicts_.judge(key_, start_ + 60s), Verdict::refuse_and_tell);
    EXPECT_EQ(conflicts_.judge(key_, start_ + 60s), Verdict::refuse);
    EXPECT_EQ(conflicts_.judge(key_, start_ + 119s), Verdict::refuse);
    EXPECT_EQ(conflicts_.judge(key_, start_ + 120s), Verdict::admit);
}

TEST_F(IdentityConflictsTest, takeovers_of_more_than_a_minute_ago_are_forgotten) {
    take_over(4, start_);
    take_over(1, start_ + 60s + 1ms);

    EXPECT_EQ(conflicts_.judge(key_, start_ + 60s + 1ms), Verdict::admit);
}

TEST_F(IdentityConflictsTest, the_next_conflict_is_told_again) {
    take_over(5, start_);
    ASSERT_EQ(conflicts_.judge(key_, start_), Verdict::refuse_and_tell);
    take_over(5, start_ + 60s);

    EXPECT_EQ(conflicts_.judge(key_, start_ + 60s), Verdict::refuse_and_tell);
}

TEST_F(IdentityConflictsTest, the_refusal_outlives_takeovers_of_other_boards) {
    take_over(5, start_);
    ASSERT_EQ(conflicts_.judge(key_, start_), Verdict::refuse_and_tell);
    conflicts_.on_takeover({DeviceKind::pico, "other"}, start_ + 59s);

    EXPECT_EQ(conflicts_.judge(key_, start_ + 59s), Verdict::refuse);
}

TEST_F(IdentityConflictsTest, boards_are_judged_by_kind_and_id) {
    take_over(5, start_);

    EXPECT_EQ(conflicts_.judge({DeviceKind::esp32cam, "pan"}, start_), Verdict::admit);
    EXPECT_EQ(conflicts_.judge({DeviceKind::pico, "tilt"}, start_), Verdict::admit);
}

} // namespace
} // namespace watchpost::hub
