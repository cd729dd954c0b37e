#include <watchpost/auth/tickets.hpp>

#include <gtest/gtest.h>

namespace watchpost::auth {
namespace {

using namespace std::chrono_literals;

Identity named(std::string const& name) {
    Identity who;
    who.name = name;
    who.credential = name;
    return who;
}

class TicketsTest : public testing::Test {
protected:
    Tickets tickets_;
    SteadyTime now_{1000h};
};

TEST_F(TicketsTest, open_once) {
    auto const ticket = tickets_.issue(named("anna"), now_);
    auto const other = tickets_.issue(named("bert"), now_);

    EXPECT_FALSE(tickets_.use("", now_));
    EXPECT_FALSE(tickets_.use(ticket + "x", now_));
    EXPECT_EQ(tickets_.use(ticket, now_)->name, "anna");
    EXPECT_FALSE(tickets_.use(ticket, now_));
    EXPECT_EQ(tickets_.use(other, now_)->name, "bert");
}

TEST_F(TicketsTest, are_valid_for_half_a_minute) {
    auto const ticket = tickets_.issue(named("anna"), now_);
    auto const other = tickets_.issue(named("anna"), now_);
    EXPECT_TRUE(tickets_.use(ticket, now_ + 30s - 1ms));
    EXPECT_FALSE(tickets_.use(other, now_ + 30s));
}

TEST_F(TicketsTest, are_bounded_and_the_oldest_goes_first) {
    auto const first = tickets_.issue(named("anna"), now_);
    std::string last;
    for (std::size_t i = 0; i < Tickets::kMost; ++i)
        last = tickets_.issue(named("guest-" + std::to_string(i)), now_);
    EXPECT_EQ(tickets_.size(), Tickets::kMost);
    EXPECT_FALSE(tickets_.use(first, now_));
    EXPECT_TRUE(tickets_.use(last, now_));
}

TEST_F(TicketsTest, of_one_holder_push_out_only_his_own) {
    auto const annas = tickets_.issue(named("anna"), now_);
    auto elsewhere = named("bert");
    elsewhere.client = *IpAddress::parse("203.0.113.8");
    auto const from_elsewhere = tickets_.issue(elsewhere, now_);
    auto const first = tickets_.issue(named("bert"), now_);
    auto const second = tickets_.issue(named("bert"), now_);
    for (std::size_t i = 1; i < Tickets::kMostOfOne; ++i)
        tickets_.issue(named("bert"), now_);
    EXPECT_EQ(tickets_.size(), Tickets::kMostOfOne + 2);
    EXPECT_FALSE(tickets_.use(first, now_));
    EXPECT_TRUE(tickets_.use(second, now_));
    for (std::size_t i = 0; i < 2 * Tickets::kMost; ++i)
        tickets_.issue(named("bert"), now_);
    EXPECT_TRUE(tickets_.use(annas, now_));
    EXPECT_TRUE(tickets_.use(from_elsewhere, now_));
}

TEST_F(TicketsTest, of_one_person_push_out_only_their_own_however_many_sessions_ask) {
    auto const annas = tickets_.issue(named("anna"), now_);
    for (std::size_t i = 0; i < 2 * Tickets::kMost; ++i) {
        auto bert = named("bert");
        bert.credential = "session/" + std::to_string(i);
        tickets_.issue(bert, now_);
    }
    EXPECT_EQ(tickets_.size(), Tickets::kMostOfName + 1);
    EXPECT_TRUE(tickets_.use(annas, now_));
}

} // namespace
} // namespace watchpost::auth
