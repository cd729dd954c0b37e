#include <watchpost/auth/credentials.hpp>

#include <gtest/gtest.h>

namespace watchpost::auth {
namespace {

using settings::Board;

std::vector<Board> const kBoards{{"front", DeviceKind::esp32cam, "alpha"},
                                 {"back", DeviceKind::esp32cam, "shared"},
                                 {"side", DeviceKind::esp32cam, "shared"},
                                 {"mast", DeviceKind::pico, "shared"},
                                 {"roof", DeviceKind::pico, "omega"}};

TEST(Credentials, name_the_board_whose_token_it_is) {
    Credentials const tokens{kBoards, {}};

    auto const front = tokens.board(DeviceKind::esp32cam, "alpha");
    auto const roof = tokens.board(DeviceKind::pico, "omega");

    ASSERT_TRUE(front);
    EXPECT_EQ(front->id, "front");
    ASSERT_TRUE(roof);
    EXPECT_EQ(roof->id, "roof");
}

TEST(Credentials, let_in_but_do_not_name_boards_of_one_kind_that_share_a_token) {
    Credentials const tokens{kBoards, {}};

    auto const match = tokens.board(DeviceKind::esp32cam, "shared");

    ASSERT_TRUE(match);
    EXPECT_EQ(match->id, std::nullopt);
}

TEST(Credentials, keep_the_name_when_only_another_kind_shares_the_token) {
    Credentials const tokens{kBoards, {}};

    auto const match = tokens.board(DeviceKind::pico, "shared");

    ASSERT_TRUE(match);
    EXPECT_EQ(match->id, "mast");
}

TEST(Credentials, stay_nameless_when_a_third_board_shares_the_token) {
    std::vector<Board> const three{
        {"a", DeviceKind::pico, "t"}, {"b", DeviceKind::pico, "t"}, {"c", DeviceKind::pico, "t"}};
    Credentials const tokens{three, {}};

    auto const match = tokens.board(DeviceKind::pico, "t");

    ASSERT_TRUE(match);
    EXPECT_EQ(match->id, std::nullopt);
}

TEST(Credentials, own_every_id_that_is_configured_or_that_a_token_was_made_for) {
    Secrets secrets;
    secrets.tokens.push_back({TokenKind::pico, "gate", secrets.key.hash("gate-token"), ""});
    secrets.tokens.push_back({TokenKind::viewer, "tv", secrets.key.hash("tv-token"), ""});
    auto boards = kBoards;
    boards.push_back({"bare", DeviceKind::esp32cam, ""});
    Credentials const tokens{boards, secrets};

    for (auto const* id : {"front", "back", "side", "bare"})
        EXPECT_TRUE(tokens.is_owned(DeviceKind::esp32cam, id)) << id;
    for (auto const* id : {"mast", "roof", "gate"})
        EXPECT_TRUE(tokens.is_owned(DeviceKind::pico, id)) << id;
    EXPECT_FALSE(tokens.is_owned(DeviceKind::pico, "front")) << "another kind";
    EXPECT_FALSE(tokens.is_owned(DeviceKind::pico, "tv")) << "a program";
    EXPECT_FALSE(tokens.is_owned(DeviceKind::esp32cam, "nobody"));
}

TEST(Credentials, tell_every_board_that_a_token_was_made_for) {
    Credentials const tokens{kBoards, {}};

    EXPECT_EQ(tokens.board(DeviceKind::esp32cam, "shared")->names, (std::vector<DeviceId>{"back", "side"}));
    EXPECT_EQ(tokens.board(DeviceKind::esp32cam, "alpha")->names, std::vector<DeviceId>{"front"});
    EXPECT_EQ(tokens.board(DeviceKind::pico, "shared")->names, std::vector<DeviceId>{"mast"});
}

TEST(Credentials, refuse_every_other_token) {
    Credentials const tokens{kBoards, {}};

    for (std::string_view const wrong : {"", "alph", "alphaa", "Alpha", "beta", "alpha\n"}) {
        EXPECT_FALSE(tokens.board(DeviceKind::esp32cam, wrong)) << wrong;
    }
    EXPECT_FALSE(tokens.board(DeviceKind::esp32cam, std::string(100'000, 'a')));
    EXPECT_FALSE(tokens.board(DeviceKind::pico, "alpha")) << "a camera's token does not make a Pico";
}

TEST(Credentials, refuse_everybody_when_no_board_is_configured) {
    Credentials const tokens{{}, {}};

    EXPECT_FALSE(tokens.board(DeviceKind::esp32cam, ""));
    EXPECT_FALSE(tokens.board(DeviceKind::pico, "alpha"));
}

Secrets secrets_with(std::vector<std::pair<TokenKind, std::string>> const& named) {
    Secrets secrets;
    for (auto const& [kind, name] : named)
        secrets.tokens.push_back({kind, name, secrets.key.hash("token of " + name), ""});
    return secrets;
}

TEST(Credentials, of_the_secrets_file_name_boards_and_programs) {
    auto const secrets =
        secrets_with({{TokenKind::pico, "gate"}, {TokenKind::operator_, "hass"}, {TokenKind::viewer, "tv"}});
    Credentials const tokens{kBoards, secrets};

    EXPECT_EQ(tokens.board(DeviceKind::pico, "token of gate")->id, "gate");
    EXPECT_FALSE(tokens.board(DeviceKind::esp32cam, "token of gate"));
    EXPECT_FALSE(tokens.program("token of gate")) << "a board is no program";
    ASSERT_TRUE(tokens.program("token of hass"));
    EXPECT_EQ(tokens.program("token of hass")->name, "hass");
    EXPECT_EQ(tokens.program("token of hass")->role, Role::operator_);
    EXPECT_EQ(tokens.program("token of tv")->role, Role::viewer);
    EXPECT_FALSE(tokens.board(DeviceKind::pico, "token of hass")) << "a program is no board";
    EXPECT_FALSE(tokens.program("token of nobody"));
    EXPECT_FALSE(tokens.program("alpha")) << "nor does a board's token in the configuration give a role";
    EXPECT_EQ(tokens.board(DeviceKind::esp32cam, "alpha")->id, "front") << "both sources count at once";
}

TEST(Credentials, shared_between_the_file_and_the_configuration_name_nobody) {
    auto const secrets = secrets_with({{TokenKind::pico, "gate"}});
    std::vector<Board> const boards{{"mast", DeviceKind::pico, "token of gate"}};

    auto const match = Credentials{boards, secrets}.board(DeviceKind::pico, "token of gate");

    ASSERT_TRUE(match);
    EXPECT_EQ(match->id, std::nullopt);
}

TEST(Credentials, need_a_token_that_is_not_empty) {
    std::vector<Board> const without{{"front", DeviceKind::esp32cam, ""}};

    EXPECT_FALSE((Credentials{without, {}}.board(DeviceKind::esp32cam, "")));
}

} // namespace
} // namespace watchpost::auth
