#include "progress_watch.hpp"
#include "unfinished_budget.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace watchpost::net {
namespace {

using namespace std::chrono_literals;
using Verdict = ProgressWatch::Verdict;

class Progress : public testing::Test {
protected:
    Verdict after(std::chrono::milliseconds time, std::uint64_t bytes) {
        now_ += time;
        return watch_.check(now_, 1, bytes_ += bytes);
    }

    ProgressWatch watch_;
    SteadyTime now_{};
    std::uint64_t bytes_ = 0;
};

TEST_F(Progress, may_pause_for_less_than_ten_seconds) {
    EXPECT_EQ(after(0s, 10), Verdict::well);
    EXPECT_EQ(after(9900ms, 0), Verdict::well);
    EXPECT_EQ(after(0s, 1), Verdict::well);
    EXPECT_EQ(after(9900ms, 0), Verdict::well);
    EXPECT_EQ(after(100ms, 0), Verdict::stuck);
}

TEST_F(Progress, of_few_bytes_ends_after_thirty_seconds_however_often_they_come) {
    EXPECT_EQ(after(0s, 1), Verdict::well);
    for (int i = 0; i < 59; ++i)
        ASSERT_EQ(after(500ms, 1), Verdict::well);
    EXPECT_EQ(after(500ms, 1), Verdict::too_slow);
}

TEST_F(Progress, of_two_kilobytes_a_second_may_go_on_until_a_megabyte_is_there) {
    for (int second = 0; second < 524; ++second)
        ASSERT_EQ(after(1s, 2000), Verdict::well) << second;
}

TEST_F(Progress, does_not_live_on_what_came_long_ago) {
    EXPECT_EQ(after(0s, 1'000'000), Verdict::well);
    for (int i = 0; i < 5; ++i)
        ASSERT_EQ(after(5s, 1), Verdict::well);
    EXPECT_EQ(after(5s, 1), Verdict::too_slow);
}

TEST_F(Progress, begins_anew_with_the_next_one) {
    EXPECT_EQ(after(0s, 1), Verdict::well);
    now_ += 9s;
    EXPECT_EQ(watch_.check(now_, 2, 1), Verdict::well);
    now_ += 9s;
    EXPECT_EQ(watch_.check(now_, 2, 1), Verdict::well);
    watch_.rest();
    now_ += 9s;
    EXPECT_EQ(watch_.check(now_, 2, 1), Verdict::well);
}

/// Somebody whose message does not end.
struct Sender : UnfinishedBudget::Holder {
    Sender(UnfinishedBudget& budget, std::string const& name, char const* address = "192.0.2.1")
        : place(
              std::make_unique<UnfinishedBudget::Place>(budget, *this, name, boost::asio::ip::make_address(address))) {}
    void give_up() override {
        gave_up = true;
        place.reset();
    }
    void hold(std::size_t bytes, int second) { place->hold(bytes, SteadyTime{} + std::chrono::seconds(second)); }

    std::unique_ptr<UnfinishedBudget::Place> place;
    bool gave_up = false;
};

TEST(UnfinishedBudget, counts_what_is_held_and_forgets_what_is_not) {
    UnfinishedBudget budget{{100, 50}};
    {
        Sender one{budget, "a"};
        one.hold(30, 0);
        one.hold(40, 1);
        EXPECT_EQ(budget.held(), 40U);
        one.hold(10, 1);
        EXPECT_EQ(budget.held(), 10U);
    }
    EXPECT_EQ(budget.held(), 0U);
}

TEST(UnfinishedBudget, takes_from_who_has_been_at_it_longest_on_the_same_account) {
    UnfinishedBudget budget{{100, 50}};
    Sender slow{budget, "a"};
    Sender quick{budget, "a"};
    Sender other{budget, "b"};
    other.hold(40, 0);
    quick.hold(20, 1);
    slow.hold(20, 2);
    quick.hold(0, 3); // whole
    quick.hold(40, 4);
    EXPECT_TRUE(slow.gave_up);
    EXPECT_FALSE(quick.gave_up);
    EXPECT_FALSE(other.gave_up) << "it has a budget of its own";
    EXPECT_EQ(budget.held(), 80U);
}

TEST(UnfinishedBudget, takes_from_who_asks_when_that_is_the_one) {
    UnfinishedBudget budget{{100, 50}};
    Sender one{budget, "a"};
    one.hold(51, 0);
    EXPECT_TRUE(one.gave_up);
    EXPECT_EQ(budget.held(), 0U);
}

TEST(UnfinishedBudget, has_a_limit_in_all) {
    UnfinishedBudget budget{{100, 50}};
    Sender one{budget, "a"};
    Sender two{budget, "b"};
    Sender three{budget, "c"};
    two.hold(40, 0);
    one.hold(40, 1);
    three.hold(40, 2);
    EXPECT_TRUE(two.gave_up);
    EXPECT_FALSE(one.gave_up || three.gave_up);
}

TEST(UnfinishedBudget, goes_by_address_without_a_credential_and_leaves_this_machine_to_the_limit_in_all) {
    UnfinishedBudget budget{{100, 50}};
    Sender here{budget, "", "127.0.0.1"};
    here.hold(90, 0);
    EXPECT_FALSE(here.gave_up);
    here.hold(0, 0);
    Sender one{budget, "", "2001:db8::1"};
    Sender two{budget, "", "2001:db8::2"};
    Sender three{budget, "", "192.0.2.1"};
    one.hold(30, 1);
    three.hold(30, 2);
    two.hold(30, 3);
    EXPECT_TRUE(one.gave_up) << "a /64 is one address";
    EXPECT_FALSE(two.gave_up || three.gave_up);
    Sender board{budget, "token", "127.0.0.1"};
    board.hold(51, 4);
    EXPECT_TRUE(board.gave_up) << "a credential counts on this machine too";
}

TEST(UnfinishedBudget, holds_its_limit_whoever_begins_what) {
    UnfinishedBudget budget{{1000, 300}};
    std::vector<std::unique_ptr<Sender>> senders;
    for (int i = 0; i < 200; ++i) {
        senders.push_back(std::make_unique<Sender>(budget, std::to_string(i % 7)));
        senders.back()->hold(90, i);
        ASSERT_LE(budget.held(), 1000U);
    }
}

} // namespace
} // namespace watchpost::net
