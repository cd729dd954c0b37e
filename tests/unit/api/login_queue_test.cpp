#include "login_queue.hpp"
#include "support/workers.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace watchpost::api {
namespace {

class LoginQueueTest : public testing::Test {
protected:
    using End = LoginQueue::End;

    static IpAddress place(std::size_t number) {
        return *IpAddress::parse("203.0." + std::to_string(number / 256) + "." + std::to_string(number % 256));
    }

    /// False when there was no room. Notes `name` when it is worked on, and in small letters what became of it else.
    bool join(std::size_t from, std::string const& name, bool may_begin = true) {
        LoginQueue::Check check;
        check.may_begin = [may_begin] { return may_begin; };
        check.work = [this, name] { told_ += name; };
        check.then = [this, name](End end) {
            if (end == End::pushed_out) pushed_out_.push_back(name);
            if (end == End::turned_off) turned_off_.push_back(name);
        };
        auto turn = queue_.join(place(from), std::move(check));
        if (!turn) return false;
        turns_.push_back(std::move(*turn));
        return true;
    }

    test::PatientWorkers workers_;
    std::string told_; ///< in the order in which they were worked on
    std::vector<std::string> pushed_out_;
    std::vector<std::string> turned_off_;
    LoginQueue queue_{workers_};
    std::vector<Guard> turns_;
};

TEST_F(LoginQueueTest, works_on_one_at_a_time) {
    for (std::size_t i = 0; i < 5; ++i)
        join(i, "x");
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(workers_.waiting(), 1U);
        workers_.work_once();
    }
    EXPECT_EQ(workers_.waiting(), 0U);
    EXPECT_EQ(told_, "xxxxx");
}

TEST_F(LoginQueueTest, serves_who_comes_after_one_of_each_other_place_at_most) {
    for (int round = 0; round < 4; ++round)
        for (std::size_t guesser = 0; guesser < 12; ++guesser)
            ASSERT_TRUE(join(guesser, "g"));
    ASSERT_TRUE(join(100, "H"));
    for (int i = 0; i < 6; ++i) { // and they go on
        workers_.work_once();
        join(static_cast<std::size_t>(i), "g");
    }
    workers_.work();
    EXPECT_LE(told_.find('H'), 12U + 1U) << told_ << ": one was under way already";
    EXPECT_EQ(told_.size(), 12U * 4U + 1U + 6U);
}

TEST_F(LoginQueueTest, takes_turns_between_places_and_keeps_the_order_of_one) {
    join(1, "a");
    join(1, "b");
    join(1, "c");
    join(2, "A");
    join(2, "B");
    join(3, "1");
    workers_.work();
    EXPECT_EQ(told_, "abA1cB") << "the first had begun when the others came";
}

TEST_F(LoginQueueTest, bounds_what_waits_of_a_place) {
    join(1, "x"); // which begins
    for (std::size_t i = 0; i < LoginQueue::kMostOfAPlace; ++i)
        EXPECT_TRUE(join(1, "x")) << i;
    EXPECT_FALSE(join(1, "x"));
    EXPECT_TRUE(join(2, "x"));
}

TEST_F(LoginQueueTest, has_room_for_a_new_place_until_there_are_as_many_places_as_may_wait) {
    join(1000, "x"); // which begins
    for (std::size_t i = 0; i < LoginQueue::kMost; ++i)
        ASSERT_TRUE(join(i % 8, std::to_string(i)));
    EXPECT_FALSE(join(0, "x")) << "who has as many as the others pushes nobody out";
    for (std::size_t i = 0; i < LoginQueue::kMost - 8; ++i)
        ASSERT_TRUE(join(100 + i, "new")) << i;
    EXPECT_EQ(pushed_out_.size(), LoginQueue::kMost - 8) << "the last of who had most";
    EXPECT_FALSE(join(999, "x"));
}

TEST_F(LoginQueueTest, asks_again_when_the_turn_comes) {
    join(1, "a");
    join(1, "b", false);
    join(2, "c");
    workers_.work();
    EXPECT_EQ(told_, "ac");
    EXPECT_EQ(turned_off_, std::vector<std::string>{"b"});
}

TEST_F(LoginQueueTest, forgets_who_went_and_ends_what_has_begun) {
    join(1, "a");
    join(1, "b");
    join(2, "c");
    turns_.erase(turns_.begin(), turns_.begin() + 2);
    workers_.work();
    EXPECT_EQ(told_, "ac") << "what has begun counts as an attempt";
    join(1, "d");
    workers_.work();
    EXPECT_EQ(told_, "acd");
}

TEST_F(LoginQueueTest, goes_on_after_a_fault_of_the_work) {
    join(1, "a");
    join(2, "b");
    workers_.fail();
    join(3, "c");
    workers_.work();
    EXPECT_EQ(told_, "c");
}

} // namespace
} // namespace watchpost::api
