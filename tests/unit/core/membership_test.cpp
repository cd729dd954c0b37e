#include <watchpost/core/guard.hpp>
#include <watchpost/core/member_list.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <string>

namespace watchpost {
namespace {

TEST(Guard, releases_once) {
    int released = 0;
    {
        Guard guard{[&released] { ++released; }};
        guard.release();
        EXPECT_EQ(released, 1);
        guard.release();
    }
    EXPECT_EQ(released, 1);
}

TEST(Guard, releases_when_it_goes_and_a_moved_one_only_at_its_new_place) {
    int released = 0;
    {
        Guard outer;
        {
            Guard inner{[&released] { ++released; }};
            outer = std::move(inner);
        }
        EXPECT_EQ(released, 0);
    }
    EXPECT_EQ(released, 1);
}

TEST(Guard, releases_what_it_held_when_it_gets_another) {
    std::string released;
    Guard guard{[&released] { released += "a"; }};

    guard = Guard{[&released] { released += "b"; }};

    EXPECT_EQ(released, "a");
    guard.release();
    EXPECT_EQ(released, "ab");
}

TEST(Guard, may_be_released_from_inside_its_own_release) {
    int released = 0;
    Guard guard;
    guard = Guard{[&] {
        ++released;
        guard.release();
    }};

    guard.release();

    EXPECT_EQ(released, 1);
}

struct Member {
    int calls = 0;
    std::function<void()> on_call = [] {};
    Guard guard;
};

class MemberListTest : public testing::Test {
protected:
    void join(Member& member) { member.guard = list_->join(member); }
    void call_all() {
        list_->for_each([](Member& member) {
            ++member.calls;
            member.on_call();
        });
    }

    std::optional<MemberList<Member>> list_{std::in_place};
    Member a_;
    Member b_;
    Member c_;
};

TEST_F(MemberListTest, calls_everyone_who_is_in) {
    join(a_);
    join(b_);
    b_.guard.release();
    join(c_);

    call_all();

    EXPECT_EQ(a_.calls, 1);
    EXPECT_EQ(b_.calls, 0);
    EXPECT_EQ(c_.calls, 1);
    EXPECT_EQ(list_->size(), 2u);
}

TEST_F(MemberListTest, does_not_call_who_left_during_the_round) {
    join(a_);
    join(b_);
    join(c_);
    a_.on_call = [this] { b_.guard.release(); };

    call_all();

    EXPECT_EQ(b_.calls, 0);
    EXPECT_EQ(c_.calls, 1);
    EXPECT_EQ(list_->size(), 2u);
}

TEST_F(MemberListTest, goes_on_when_a_member_leaves_from_inside_its_own_call) {
    join(a_);
    join(b_);
    a_.on_call = [this] { a_.guard.release(); };

    call_all();
    call_all();

    EXPECT_EQ(a_.calls, 1);
    EXPECT_EQ(b_.calls, 2);
}

TEST_F(MemberListTest, calls_who_joined_during_the_round_from_the_next_one_on) {
    join(a_);
    a_.on_call = [this] {
        if (a_.calls == 1) join(b_);
    };

    call_all();
    EXPECT_EQ(b_.calls, 0);
    EXPECT_EQ(list_->size(), 2u);

    call_all();
    EXPECT_EQ(b_.calls, 1);
}

TEST_F(MemberListTest, stays_whole_when_a_round_begins_inside_a_round) {
    join(a_);
    join(b_);
    a_.on_call = [this] {
        if (a_.calls > 1) return;
        call_all();
        a_.guard.release();
    };

    call_all();

    EXPECT_EQ(a_.calls, 2);
    EXPECT_EQ(b_.calls, 2);
    EXPECT_EQ(list_->size(), 1u);
}

TEST_F(MemberListTest, may_go_before_its_guards) {
    join(a_);

    list_.reset();
    a_.guard.release();

    EXPECT_EQ(a_.calls, 0);
}

TEST_F(MemberListTest, may_go_during_a_round) {
    join(a_);
    join(b_);
    a_.on_call = [this] { list_.reset(); };

    call_all();

    EXPECT_EQ(a_.calls, 1);
    EXPECT_EQ(b_.calls, 1);
}

TEST_F(MemberListTest, is_empty_only_when_nobody_is_in) {
    EXPECT_TRUE(list_->empty());
    join(a_);
    EXPECT_FALSE(list_->empty());
    a_.guard.release();
    EXPECT_TRUE(list_->empty());
}

} // namespace
} // namespace watchpost
