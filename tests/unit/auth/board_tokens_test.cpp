#include <watchpost/auth/board_tokens.hpp>

#include <gtest/gtest.h>

namespace watchpost::auth {
namespace {

using settings::Board;

std::vector<Board> const kBoards{{"front", DeviceKind::esp32cam, "alpha"},
                                 {"back", DeviceKind::esp32cam, "shared"},
                                 {"side", DeviceKind::esp32cam, "shared"},
                                 {"mast", DeviceKind::pico, "shared"},
                                 {"roof", DeviceKind::pico, "omega"}};

TEST(BoardTokens, name_the_board_whose_token_it_is) {
    BoardTokens const tokens{kBoards};

    auto const front = tokens.find(DeviceKind::esp32cam, "alpha");
    auto const roof = tokens.find(DeviceKind::pico, "omega");

    ASSERT_TRUE(front);
    EXPECT_EQ(front->id, "front");
    ASSERT_TRUE(roof);
    EXPECT_EQ(roof->id, "roof");
}

TEST(BoardTokens, let_in_but_do_not_name_boards_of_one_kind_that_share_a_token) {
    BoardTokens const tokens{kBoards};

    auto const match = tokens.find(DeviceKind::esp32cam, "shared");

    ASSERT_TRUE(match);
    EXPECT_EQ(match->id, std::nullopt);
}

TEST(BoardTokens, keep_the_name_when_only_another_kind_shares_the_token) {
    BoardTokens const tokens{kBoards};

    auto const match = tokens.find(DeviceKind::pico, "shared");

    ASSERT_TRUE(match);
    EXPECT_EQ(match->id, "mast");
}

TEST(BoardTokens, stay_nameless_when_a_third_board_shares_the_token) {
    std::vector<Board> const three{
        {"a", DeviceKind::pico, "t"}, {"b", DeviceKind::pico, "t"}, {"c", DeviceKind::pico, "t"}};
    BoardTokens const tokens{three};

    auto const match = tokens.find(DeviceKind::pico, "t");

    ASSERT_TRUE(match);
    EXPECT_EQ(match->id, std::nullopt);
}

TEST(BoardTokens, refuse_every_other_token) {
    BoardTokens const tokens{kBoards};

    for (std::string_view const wrong : {"", "alph", "alphaa", "Alpha", "beta", "alpha\n"}) {
        EXPECT_FALSE(tokens.find(DeviceKind::esp32cam, wrong)) << wrong;
    }
    EXPECT_FALSE(tokens.find(DeviceKind::esp32cam, std::string(100'000, 'a')));
    EXPECT_FALSE(tokens.find(DeviceKind::pico, "alpha")) << "a camera's token does not make a Pico";
}

TEST(BoardTokens, refuse_everybody_when_no_board_is_configured) {
    BoardTokens const tokens{{}};

    EXPECT_FALSE(tokens.find(DeviceKind::esp32cam, ""));
    EXPECT_FALSE(tokens.find(DeviceKind::pico, "alpha"));
}

} // namespace
} // namespace watchpost::auth
