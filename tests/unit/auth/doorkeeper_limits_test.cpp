// Who has to wait after wrong credentials, and who never has (SECURITY rule 6).

#include "doorkeeper_fixture.hpp"

namespace watchpost::auth {
namespace {

using namespace std::chrono_literals;
using Kind = Identity::Kind;

TEST_F(DoorkeeperTest, makes_who_guesses_passwords_wait) {
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(log_in(i % 2 == 0 ? "anna" : "nobody", false), "");
    EXPECT_FALSE(begin_login("203.0.113.7"));
    EXPECT_TRUE(begin_login("203.0.113.8"));
    homes_.insert(*IpAddress::parse("203.0.113.7"));
    EXPECT_FALSE(begin_login("203.0.113.7")) << "a board of this address excuses wrong tokens only";
    homes_.clear();
    clock_.advance(10s);
    EXPECT_NE(log_in(), "");
}

TEST_F(DoorkeeperTest, notices_who_guesses_tokens_but_not_who_has_none_or_repeats_one) {
    for (int i = 0; i < 20; ++i) {
        visit({});
        visit({bearer("the-old-token")});
    }
    EXPECT_EQ(visit({bearer("tv-token")}).who.kind, Kind::token);
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(visit({bearer("guess-" + std::to_string(i))}).wrong_credential);
    EXPECT_TRUE(visit({bearer("guess-again")}).too_often);
    EXPECT_FALSE(visit({}).too_often);
    EXPECT_FALSE(visit({bearer("guess-again")}, "203.0.113.8").too_often);
    homes_.insert(*IpAddress::parse("203.0.113.7"));
    EXPECT_FALSE(visit({bearer("guess-again")}).too_often) << "a board of this address is connected";
    homes_.clear();
    clock_.advance(10s);
    EXPECT_FALSE(visit({bearer("guess-again")}).too_often);
}

TEST_F(DoorkeeperTest, lets_a_right_token_pass_whatever_others_of_its_address_guess) {
    for (int i = 0; i < 50; ++i) {
        visit({bearer("guess-" + std::to_string(i))});
        auto const tv = visit({bearer("tv-token")});
        ASSERT_EQ(tv.who.kind, Kind::token) << i;
        ASSERT_FALSE(tv.too_often);
        ASSERT_EQ(visit({bearer("porch-token")}).who.kind, Kind::board) << i;
    }
    EXPECT_TRUE(visit({bearer("guess")}).too_often);
}

TEST_F(DoorkeeperTest, takes_neighbours_on_our_own_links_for_places_of_their_own) {
    keeper_.update(OwnLinks{{*IpRange::parse("2001:db8:a:b::/64")}});
    auto const guess = [this](std::string const& from) {
        for (int i = 0; i < 5; ++i)
            keeper_.end_login(*begin_login(from), false, false);
        EXPECT_FALSE(begin_login(from)) << from;
    };
    for (auto const* link : {"fe80::", "fd12::", "2001:db8:a:b::"}) {
        guess(std::string(link) + "1");
        EXPECT_TRUE(begin_login(std::string(link) + "2")) << link;
    }
    guess("2001:db8:a:c::1");
    EXPECT_FALSE(begin_login("2001:db8:a:c::2")) << "from afar a /64 is one place";
}

TEST_F(DoorkeeperTest, makes_a_name_wait_for_which_many_places_guess_but_not_at_this_machine) {
    auto const known = begin_login("198.51.100.1");
    ASSERT_TRUE(keeper_.end_login(*known, true, false));
    for (int i = 0; i < 20; ++i) {
        auto const login = begin_login("203.0.113." + std::to_string(i));
        ASSERT_TRUE(login) << i;
        EXPECT_FALSE(keeper_.end_login(*login, false, false));
    }
    EXPECT_FALSE(begin_login("203.0.113.99"));
    EXPECT_TRUE(begin_login("203.0.113.99", "bert"));
    EXPECT_TRUE(begin_login("198.51.100.1")) << "anna has come in from there before";
    EXPECT_TRUE(begin_login("127.0.0.1"));
    clock_.advance(10s);
    EXPECT_TRUE(begin_login("203.0.113.99"));
}

TEST_F(DoorkeeperTest, turns_off_who_waits_for_a_turn_when_others_of_the_place_were_wrong_meanwhile) {
    auto const first = begin_login("203.0.113.7");
    auto const second = begin_login("203.0.113.7");
    for (int i = 0; i < 5; ++i)
        keeper_.end_login(*first, false, false);
    EXPECT_FALSE(keeper_.may_try(*second));
}

TEST_F(DoorkeeperTest, never_shuts_out_this_machine) {
    for (int i = 0; i < 50; ++i) {
        auto const login = begin_login("127.0.0.1");
        ASSERT_TRUE(login);
        keeper_.end_login(*login, false, false);
        visit({bearer("guess-" + std::to_string(i))}, "127.0.0.1");
    }
    EXPECT_EQ(visit({bearer("tv-token")}, "127.0.0.1").who.kind, Kind::token);
    EXPECT_EQ(visit({bearer("wrong")}, "127.0.0.1").who.kind, Kind::local);
}

TEST_F(DoorkeeperTest, does_not_hold_against_a_home_what_was_wrong_while_its_board_was_connected) {
    homes_.insert(*IpAddress::parse("203.0.113.7"));
    for (int i = 0; i < 50; ++i) {
        visit({bearer("guess-" + std::to_string(i))});
    }
    homes_.clear(); // and now the board has to come back
    EXPECT_EQ(visit({bearer("porch-token")}).who.kind, Kind::board);
    EXPECT_FALSE(visit({bearer("guess")}).too_often);
}

TEST_F(DoorkeeperTest, makes_strangers_wait_who_come_through_a_proxy_on_this_machine) {
    homes_.insert(*IpAddress::parse("127.0.0.1")); // a board comes through it, too
    settings_.behind_proxy = true;
    keeper_.update(settings_, {});
    int logins = 0;
    for (int i = 0; i < 50; ++i) {
        if (auto const login = begin_login("127.0.0.1")) {
            ++logins;
            keeper_.end_login(*login, false, false);
        }
        visit({bearer("guess-" + std::to_string(i))}, "127.0.0.1");
    }
    EXPECT_EQ(logins, 5);
    EXPECT_TRUE(visit({bearer("guess")}, "127.0.0.1").too_often);
}

TEST_F(DoorkeeperTest, makes_strangers_wait_whom_a_proxy_gives_away) {
    auto const through = [this](std::string const& token) {
        return visit({bearer(token), {"x-forwarded-for", "203.0.113.7"}}, "127.0.0.1");
    };
    EXPECT_FALSE(through("wrong").at_machine);
    for (int i = 0; i < 5; ++i)
        through("guess-" + std::to_string(i));
    EXPECT_TRUE(through("guess").too_often);
    EXPECT_FALSE(visit({bearer("guess")}, "127.0.0.1").too_often) << "who really is here does not wait";
}

} // namespace
} // namespace watchpost::auth
