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
    EXPECT_TRUE(begin_login("203.0.113.7")) << "a board of this address is connected";
    homes_.clear();
    clock_.advance(10s);
    EXPECT_NE(log_in(), "");
}

TEST_F(DoorkeeperTest, makes_who_guesses_tokens_wait_but_not_who_has_none_or_repeats_one) {
    for (int i = 0; i < 20; ++i) {
        visit({});
        visit({bearer("the-old-token")});
    }
    EXPECT_EQ(visit({bearer("tv-token")}).who.kind, Kind::token);
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(visit({bearer("guess-" + std::to_string(i))}).wrong_credential);
    EXPECT_EQ(visit({bearer("tv-token")}).who.kind, Kind::nobody) << "the right one, too, has to wait";
    EXPECT_EQ(visit({bearer("tv-token")}, "203.0.113.8").who.kind, Kind::token);
    homes_.insert(*IpAddress::parse("203.0.113.7"));
    EXPECT_EQ(visit({bearer("tv-token")}).who.kind, Kind::token);
    homes_.clear();
    clock_.advance(10s);
    EXPECT_EQ(visit({bearer("tv-token")}).who.kind, Kind::token);
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
        EXPECT_EQ(log_in("anna", false), "");
        visit({bearer("guess-" + std::to_string(i))});
    }
    homes_.clear(); // and now the board has to come back
    EXPECT_EQ(visit({bearer("porch-token")}).who.kind, Kind::board);
    EXPECT_TRUE(begin_login("203.0.113.7"));
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
    EXPECT_EQ(visit({bearer("tv-token")}, "127.0.0.1").who.kind, Kind::nobody);
}

TEST_F(DoorkeeperTest, makes_strangers_wait_whom_a_proxy_gives_away) {
    auto const through = [this](std::string const& token) {
        return visit({bearer(token), {"x-forwarded-for", "203.0.113.7"}}, "127.0.0.1");
    };
    EXPECT_FALSE(through("wrong").at_machine);
    for (int i = 0; i < 5; ++i)
        through("guess-" + std::to_string(i));
    EXPECT_EQ(through("tv-token").who.kind, Kind::nobody);
    EXPECT_EQ(visit({bearer("tv-token")}, "127.0.0.1").who.kind, Kind::token) << "who really is here does not wait";
}

} // namespace
} // namespace watchpost::auth
