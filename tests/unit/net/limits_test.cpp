#include "stall_watch.hpp"

#include <watchpost/net/address.hpp>
#include <watchpost/net/connection_budget.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace watchpost::net {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::make_address;

TEST(ConnectionBudget, admits_up_to_the_total_and_again_after_one_left) {
    ConnectionBudget budget{{2, 10, 0}};
    auto one = budget.admit(make_address("192.0.2.1"));
    auto const two = budget.admit(make_address("192.0.2.2"));
    ASSERT_TRUE(one && two);
    EXPECT_FALSE(budget.admit(make_address("192.0.2.3")));
    EXPECT_FALSE(budget.admit(make_address("127.0.0.1")));

    one.reset();

    EXPECT_TRUE(budget.admit(make_address("192.0.2.3")));
}

TEST(ConnectionBudget, gives_an_address_its_share_and_no_more) {
    ConnectionBudget budget{{100, 2, 0}};
    auto const crowd = make_address("192.0.2.1");
    auto one = budget.admit(crowd);
    auto const two = budget.admit(crowd);
    ASSERT_TRUE(one && two);

    EXPECT_FALSE(budget.admit(crowd));
    EXPECT_TRUE(budget.admit(make_address("192.0.2.2")));
    one.reset();
    EXPECT_TRUE(budget.admit(crowd));
}

TEST(ConnectionBudget, tells_a_full_house_from_a_full_address) {
    ConnectionBudget budget{{2, 1, 0}};
    auto const first = budget.admit(make_address("192.0.2.1"));
    EXPECT_FALSE(budget.admit(make_address("192.0.2.1")));
    EXPECT_FALSE(budget.is_full());
    auto const second = budget.admit(make_address("192.0.2.2"));
    EXPECT_TRUE(budget.is_full());
}

TEST(ConnectionBudget, gives_this_machine_as_many_as_there_are) {
    for (auto const* address : {"127.0.0.1", "127.9.9.9", "::1"}) {
        ConnectionBudget budget{{50, 1, 0}};
        std::vector<std::optional<Guard>> places;
        for (int i = 0; i < 50; ++i)
            places.push_back(budget.admit(make_address(address)));
        EXPECT_TRUE(places.back()) << address;
        EXPECT_FALSE(budget.admit(make_address(address))) << address;
    }
}

TEST(ConnectionBudget, a_refusal_takes_no_place) {
    ConnectionBudget budget{{3, 1, 0}};
    auto const crowd = make_address("192.0.2.1");
    auto const one = budget.admit(crowd);
    for (int i = 0; i < 100; ++i)
        ASSERT_FALSE(budget.admit(crowd));

    EXPECT_TRUE(budget.admit(make_address("192.0.2.2")));
}

TEST(ConnectionBudget, keeps_the_last_places_for_boards) {
    ConnectionBudget budget{{10, 10, 3}};
    std::vector<std::optional<Guard>> places;
    for (int i = 0; i < 7; ++i) {
        EXPECT_FALSE(budget.is_reserved_for_boards()) << i;
        places.push_back(budget.admit(make_address("127.0.0.1")));
    }
    EXPECT_FALSE(budget.is_reserved_for_boards());

    places.push_back(budget.admit(make_address("127.0.0.1")));
    EXPECT_TRUE(places.back());
    EXPECT_TRUE(budget.is_reserved_for_boards());

    places.pop_back();
    EXPECT_FALSE(budget.is_reserved_for_boards());
}

TEST(ConnectionBudget, may_go_before_its_guards) {
    std::vector<std::optional<Guard>> places;
    {
        ConnectionBudget budget{{1, 1, 0}};
        places.push_back(budget.admit(make_address("127.0.0.1")));
        ASSERT_TRUE(places.back());
    }
    places.clear();
}

TEST(Canonical, unwraps_ipv4_that_is_mapped_into_ipv6_and_nothing_else) {
    for (auto const& [raw, expected] :
         std::vector<std::pair<std::string, std::string>>{{"::ffff:127.0.0.1", "127.0.0.1"},
                                                          {"::ffff:192.0.2.7", "192.0.2.7"},
                                                          {"127.0.0.1", "127.0.0.1"},
                                                          {"::1", "::1"},
                                                          {"2001:db8::1", "2001:db8::1"},
                                                          {"::127.0.0.1", "::7f00:1"},
                                                          {"64:ff9b::7f00:1", "64:ff9b::7f00:1"}})
        EXPECT_EQ(canonical(make_address(raw)), make_address(expected)) << raw;
    EXPECT_TRUE(canonical(make_address("::ffff:127.0.0.1")).is_loopback());
    EXPECT_FALSE(canonical(make_address("::127.0.0.1")).is_loopback());
}

TEST(HostAndPort, puts_brackets_around_ipv6) {
    EXPECT_EQ(host_and_port({make_address("127.0.0.1"), 3000}), "127.0.0.1:3000");
    EXPECT_EQ(host_and_port({make_address("::1"), 80}), "[::1]:80");
}

class StallWatchTest : public testing::Test {
protected:
    SteadyTime const start_{1000h};
    StallWatch watch_{10s};
};

TEST_F(StallWatchTest, minds_nothing_while_nothing_is_written) {
    EXPECT_FALSE(watch_.is_stalled(start_ + 1000h, 0));
    watch_.on_write_begin(start_);
    watch_.on_write_end();
    EXPECT_FALSE(watch_.is_stalled(start_ + 1000h, 0));
}

TEST_F(StallWatchTest, tells_when_a_write_made_no_progress_for_the_limit) {
    watch_.on_write_begin(start_);

    EXPECT_FALSE(watch_.is_stalled(start_ + 9999ms, 0));
    EXPECT_TRUE(watch_.is_stalled(start_ + 10s, 0));
}

TEST_F(StallWatchTest, a_single_byte_is_progress) {
    watch_.on_write_begin(start_);
    for (int i = 1; i <= 20; ++i)
        EXPECT_FALSE(watch_.is_stalled(start_ + i * 9s, static_cast<std::uint64_t>(i)));

    EXPECT_FALSE(watch_.is_stalled(start_ + 180s + 9999ms, 20));
    EXPECT_TRUE(watch_.is_stalled(start_ + 190s, 20));
}

TEST_F(StallWatchTest, begins_anew_with_each_write) {
    watch_.on_write_begin(start_);
    ASSERT_FALSE(watch_.is_stalled(start_ + 9s, 5));
    watch_.on_write_end();
    watch_.on_write_begin(start_ + 60s);

    EXPECT_FALSE(watch_.is_stalled(start_ + 69s, 5));
    EXPECT_TRUE(watch_.is_stalled(start_ + 70s, 5));
}

} // namespace
} // namespace watchpost::net
