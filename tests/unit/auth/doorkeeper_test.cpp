#include "doorkeeper_fixture.hpp"

namespace watchpost::auth {
namespace {

using namespace std::chrono_literals;
using Kind = Identity::Kind;

TEST_F(DoorkeeperTest, knows_who_asks) {
    EXPECT_EQ(visit({}).who.kind, Kind::nobody);
    EXPECT_EQ(visit({}, "127.0.0.1").who.kind, Kind::local);
    EXPECT_EQ(visit({}, "127.0.0.1").who.role, Role::operator_);
    EXPECT_EQ(visit({}, "::ffff:127.0.0.1").who.client.to_string(), "127.0.0.1");
    auto const tv = visit({bearer("tv-token")}).who;
    EXPECT_EQ(tv.kind, Kind::token);
    EXPECT_EQ(tv.name, "tv");
    EXPECT_EQ(tv.role, Role::viewer);
    auto const porch = visit({bearer("porch-token")}).who;
    EXPECT_EQ(porch.kind, Kind::board);
    EXPECT_EQ(porch.role, std::nullopt);
    ASSERT_NE(porch.board_of(DeviceKind::esp32cam), nullptr);
    EXPECT_EQ(porch.board_of(DeviceKind::pico), nullptr);
    auto const anna = visit({cookie(log_in())}).who;
    EXPECT_EQ(anna.kind, Kind::person);
    EXPECT_EQ(anna.name, "anna");
    EXPECT_TRUE(anna.by_cookie);
}

TEST_F(DoorkeeperTest, gives_nobody_anything_without_a_credential) {
    for (auto const& headers : std::vector<Headers>{{},
                                                    {bearer("")},
                                                    {bearer("tv-tokens")},
                                                    {bearer("tv-token"), bearer("porch-token")},
                                                    {{"authorization", "Basic dHYtdG9rZW4="}},
                                                    {{"authorization", "tv-token"}},
                                                    {cookie("")},
                                                    {cookie("anna")},
                                                    {cookie(kHashOfAnna)},
                                                    {{"x-forwarded-for", "127.0.0.1"}},
                                                    {{"host", "localhost:3000"}},
                                                    {{"x-user", "anna"}}})
        EXPECT_EQ(visit(headers).who.role, std::nullopt) << headers.front().first;
    EXPECT_EQ(visit({{"x-forwarded-for", "127.0.0.1"}}, "10.0.0.1").who.kind, Kind::nobody)
        << "a trusted proxy makes nobody local";
    EXPECT_EQ(visit({}, "10.0.0.1").who.kind, Kind::nobody);
}

TEST_F(DoorkeeperTest, takes_who_contradicts_himself_for_nobody_not_even_for_local) {
    auto const torn = visit({bearer("porch-token"), bearer("tv-token")}, "127.0.0.1");
    EXPECT_EQ(torn.who.kind, Kind::nobody);
    EXPECT_FALSE(torn.is_local) << "the endpoints of boards go by this";
    EXPECT_TRUE(visit({bearer("wrong"), bearer("wrong")}, "127.0.0.1").is_local) << "alike they are one";
}

TEST_F(DoorkeeperTest, takes_the_client_from_a_trusted_proxy_only) {
    Headers const forwarded{{"x-forwarded-for", "198.51.100.9"}, {"x-forwarded-proto", "https"}};
    EXPECT_EQ(visit(forwarded, "10.0.0.1").who.client.to_string(), "198.51.100.9");
    EXPECT_TRUE(visit(forwarded, "10.0.0.1").who.secure);
    EXPECT_EQ(visit(forwarded, "10.0.0.2").who.client.to_string(), "10.0.0.2");
    EXPECT_FALSE(visit(forwarded, "10.0.0.2").who.secure);
}

TEST_F(DoorkeeperTest, lets_somebody_unknown_behind_a_proxy_in_by_a_credential_only) {
    for (auto const* chain : {"junk", "", "127.0.0.1, _hidden"}) {
        std::pair<std::string, std::string> const said{"x-forwarded-for", chain};
        auto const unknown = visit({said}, "10.0.0.1");
        EXPECT_EQ(unknown.who.kind, Kind::nobody) << chain;
        EXPECT_EQ(unknown.who.address(), "unknown") << chain;
        EXPECT_FALSE(unknown.is_local || unknown.at_machine) << chain;
        EXPECT_EQ(visit({said, bearer("tv-token")}, "10.0.0.1").who.kind, Kind::token) << chain;
        EXPECT_EQ(visit({said, bearer("porch-token")}, "10.0.0.1").who.kind, Kind::board) << chain;
    }
}

TEST_F(DoorkeeperTest, never_takes_a_client_for_local_whom_a_trusted_proxy_on_this_machine_speaks_for) {
    settings_.trusted_proxies = {*IpRange::parse("127.0.0.1")};
    keeper_.update(settings_, {});
    for (auto const* chain : {"127.0.0.1", "::1", "junk", "", "203.0.113.7, 127.0.0.1"})
        EXPECT_FALSE(visit({{"x-forwarded-for", chain}}, "127.0.0.1").is_local) << chain;
}

TEST_F(DoorkeeperTest, is_not_fooled_by_a_page_of_another_site_on_localhost) {
    EXPECT_EQ(visit({{"origin", "http://evil.example"}}, "127.0.0.1").who.kind, Kind::nobody);
    EXPECT_EQ(visit({{"sec-fetch-site", "cross-site"}, {"sec-fetch-mode", "no-cors"}}, "127.0.0.1").who.kind,
              Kind::nobody)
        << "an image in a foreign page";
    EXPECT_EQ(visit({{"sec-fetch-site", "cross-site"}, {"sec-fetch-mode", "navigate"}, {"sec-fetch-dest", "document"}},
                    "127.0.0.1")
                  .who.kind,
              Kind::local)
        << "a link that is followed";
    EXPECT_EQ(visit({{"sec-fetch-site", "cross-site"}, {"sec-fetch-mode", "navigate"}, {"sec-fetch-dest", "iframe"}},
                    "127.0.0.1")
                  .who.kind,
              Kind::nobody);
    auto const rebound = visit({{"host", "evil.example:3000"}}, "127.0.0.1");
    EXPECT_FALSE(rebound.host_allowed);
    EXPECT_EQ(rebound.who.kind, Kind::nobody);
}

TEST_F(DoorkeeperTest, ends_sessions_when_the_password_or_the_role_changes_or_the_person_goes) {
    for (auto const change : {0, 1, 2}) {
        keeper_.update(secrets_);
        auto const anna = log_in();
        auto const bert = log_in("bert");
        auto changed = secrets_;
        if (change == 0) changed.people[0].password = "$argon2id$new";
        if (change == 1) changed.people[0].role = Role::viewer;
        if (change == 2) changed.people.erase(changed.people.begin());
        keeper_.update(changed);
        EXPECT_EQ(visit({cookie(anna)}).who.kind, Kind::nobody) << change;
        EXPECT_EQ(visit({cookie(bert)}).who.kind, Kind::person) << change;
    }
}

TEST_F(DoorkeeperTest, does_not_let_in_with_a_password_that_changed_while_it_was_verified) {
    auto const login = begin_login("203.0.113.7");
    ASSERT_TRUE(login);
    auto changed = secrets_;
    changed.people[0].password = "$argon2id$new";
    keeper_.update(changed);
    EXPECT_FALSE(keeper_.end_login(*login, true, false));
}

TEST_F(DoorkeeperTest, logs_out_everywhere) {
    auto const one = log_in();
    auto const two = log_in();
    keeper_.log_out("anna");
    EXPECT_EQ(visit({cookie(one)}).who.kind, Kind::nobody);
    EXPECT_EQ(visit({cookie(two)}).who.kind, Kind::nobody);
}

TEST_F(DoorkeeperTest, lets_a_ticket_be_used_once_as_who_asked_for_it) {
    auto const anna = visit({cookie(log_in())}).who;
    auto const ticket = keeper_.issue_ticket(anna);
    auto const used = visit({}, "198.51.100.9", ticket);
    EXPECT_EQ(used.who.kind, Kind::person);
    EXPECT_EQ(used.who.name, "anna");
    EXPECT_FALSE(used.who.by_cookie) << "no browser sends it by itself";
    EXPECT_EQ(used.who.client.to_string(), "198.51.100.9");
    EXPECT_EQ(visit({}, "198.51.100.9", ticket).who.kind, Kind::nobody);
    auto const late = keeper_.issue_ticket(anna);
    keeper_.log_out("anna");
    EXPECT_EQ(visit({}, "198.51.100.9", late).who.kind, Kind::nobody) << "the session ended before";
}

TEST_F(DoorkeeperTest, tells_once_when_what_lets_somebody_in_ends) {
    int ended = 0;
    auto const anna = visit({cookie(log_in())}).who;
    auto const tv = visit({bearer("tv-token")}).who;
    auto const kept = keeper_.watch(anna, [&] { ++ended; });
    auto const also = keeper_.watch(tv, [&] { ended += 10; });
    auto released = keeper_.watch(anna, [&] { ended += 100; });
    released.release();
    keeper_.tick();
    EXPECT_EQ(ended, 0);
    keeper_.log_out("anna");
    keeper_.tick();
    EXPECT_EQ(ended, 1);
    auto without = secrets_;
    without.tokens.clear();
    keeper_.update(without);
    EXPECT_EQ(ended, 11);
    auto const late = keeper_.watch(anna, [&] { ended += 1000; });
    EXPECT_EQ(ended, 1011) << "it had ended already";
}

TEST_F(DoorkeeperTest, tells_when_the_token_of_a_board_is_gone_wherever_it_is_kept) {
    int ended = 0;
    secrets_.tokens.push_back({TokenKind::pico, "mast", secrets_.key.hash("mast-token"), ""});
    keeper_.update(secrets_);
    auto const porch = visit({bearer("porch-token")}).who;
    auto const mast = visit({bearer("mast-token")}).who;
    auto const watch = [&](BoardMatch const& board, int mark) {
        return keeper_.watch(board.credential, [&ended, mark] { ended += mark; });
    };
    auto const kept = watch(porch.boards.at(0), 1);
    auto const also = watch(mast.boards.at(0), 10);
    keeper_.update(secrets_);
    keeper_.update(settings_, {});
    EXPECT_EQ(ended, 0);
    secrets_.tokens.pop_back();
    keeper_.update(secrets_);
    EXPECT_EQ(ended, 10);
    settings_.boards[0].token = "another-token";
    keeper_.update(settings_, {});
    EXPECT_EQ(ended, 11);
}

TEST_F(DoorkeeperTest, ends_what_a_token_opened_whose_role_changes) {
    bool ended = false;
    secrets_.tokens[0].kind = TokenKind::operator_;
    keeper_.update(secrets_);
    auto const kept = keeper_.watch(visit({bearer("tv-token")}).who, [&] { ended = true; });
    keeper_.update(secrets_);
    EXPECT_FALSE(ended);
    secrets_.tokens[0].kind = TokenKind::viewer;
    keeper_.update(secrets_);
    EXPECT_TRUE(ended);
}

TEST_F(DoorkeeperTest, ends_what_was_opened_for_being_local_when_a_proxy_is_said_to_stand_between) {
    int ended = 0;
    auto const here = visit({}, "127.0.0.1").who;
    auto const tv = visit({bearer("tv-token")}, "127.0.0.1").who;
    auto const ticket = keeper_.issue_ticket(here);
    auto const used = visit({}, "203.0.113.7", keeper_.issue_ticket(here)).who;
    EXPECT_EQ(used.kind, Kind::local);
    auto const kept = keeper_.watch(here, [&] { ++ended; });
    auto const by_ticket = keeper_.watch(used, [&] { ended += 10; });
    auto const by_token = keeper_.watch(tv, [&] { ended += 100; });
    keeper_.update(settings_, {});
    EXPECT_EQ(ended, 0);
    settings_.behind_proxy = true;
    keeper_.update(settings_, {});
    EXPECT_EQ(ended, 11);
    EXPECT_EQ(visit({}, "203.0.113.7", ticket).who.kind, Kind::nobody);
}

TEST_F(DoorkeeperTest, does_not_end_a_session_for_being_idle_while_something_hangs_on_it) {
    bool ended = false;
    auto const token = log_in();
    auto const kept = keeper_.watch(visit({cookie(token)}).who, [&] { ended = true; });
    for (int hour = 0; hour < 24; ++hour) {
        clock_.advance(1h);
        keeper_.tick();
    }
    EXPECT_FALSE(ended);
    clock_.advance(7 * 24h);
    keeper_.tick();
    EXPECT_TRUE(ended) << "but for being too old";
}

TEST_F(DoorkeeperTest, takes_the_first_session_that_is_open_whatever_stands_before_it) {
    auto const anna = log_in("anna");
    auto const bert = log_in("bert");
    auto const planted = std::string(anna.size(), 'x');
    EXPECT_EQ(visit({cookie(planted + "; watchpost_session=" + anna)}).who.name, "anna");
    EXPECT_EQ(visit({cookie("x"), cookie(planted), cookie(bert), cookie(anna)}).who.name, "bert");
    keeper_.log_out("bert");
    EXPECT_EQ(visit({cookie(bert), cookie(anna)}).who.name, "anna");
    EXPECT_EQ(visit({cookie(planted), cookie(bert)}).who.kind, Kind::nobody);
}

TEST_F(DoorkeeperTest, lets_this_machine_do_what_local_access_says) {
    settings_.local_access = settings::LocalAccess::viewer;
    keeper_.update(settings_, {});
    auto const looks = visit({}, "127.0.0.1");
    EXPECT_EQ(looks.who.kind, Kind::local);
    EXPECT_EQ(looks.who.role, Role::viewer);
    EXPECT_FALSE(looks.is_local) << "no board comes in without a token";
    EXPECT_FALSE(looks.at_machine) << "who guesses there has to wait";
    settings_.local_access = settings::LocalAccess::none;
    keeper_.update(settings_, {});
    auto const nobody = visit({}, "127.0.0.1");
    EXPECT_EQ(nobody.who.kind, Kind::nobody);
    EXPECT_FALSE(nobody.is_local);
    EXPECT_FALSE(nobody.at_machine);
    EXPECT_NE(nobody.who.because.find("local_access"), std::string::npos) << nobody.who.because;
    EXPECT_EQ(visit({bearer("tv-token")}, "127.0.0.1").who.kind, Kind::token);
    for (int i = 0; i < 5; ++i)
        keeper_.end_login(*begin_login("127.0.0.1"), false, false);
    EXPECT_FALSE(begin_login("127.0.0.1"));
}

TEST_F(DoorkeeperTest, ends_what_was_opened_at_this_machine_with_more_than_local_access_gives_now) {
    std::string ended;
    auto const note = [&ended](char const* what) { return [&ended, what] { ended += what; }; };
    auto const acting = keeper_.watch(visit({}, "127.0.0.1").who, note("acting "));
    settings_.local_access = settings::LocalAccess::viewer;
    keeper_.update(settings_, {});
    EXPECT_EQ(ended, "acting ");
    auto const looking = keeper_.watch(visit({}, "127.0.0.1").who, note("looking "));
    settings_.local_access = settings::LocalAccess::operator_;
    keeper_.update(settings_, {});
    EXPECT_EQ(ended, "acting ");
    settings_.local_access = settings::LocalAccess::none;
    keeper_.update(settings_, {});
    EXPECT_EQ(ended, "acting looking ");
}

} // namespace
} // namespace watchpost::auth
