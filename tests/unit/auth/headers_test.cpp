#include <watchpost/auth/headers.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace watchpost::auth {
namespace {

TEST(BearerToken, is_what_follows_the_scheme) {
    EXPECT_EQ(bearer_token("Bearer abc"), "abc");
    EXPECT_EQ(bearer_token("bEARER abc"), "abc");
    EXPECT_EQ(bearer_token("  Bearer \t abc \t"), "abc");
    EXPECT_EQ(bearer_token("Bearer !\"#$%&'()*+-./:;<=>?@[\\]^_`{|}~"), "!\"#$%&'()*+-./:;<=>?@[\\]^_`{|}~");
}

TEST(BearerToken, is_absent_from_everything_else) {
    for (std::string_view const header :
         {"", " ", "Bearer", "Bearer ", "Bearerabc", "Basic abc", "Bear abc", "Bearer a b", "Bearer a,b",
          "Bearer a\x7f", "Bearer \xc3\xa9", "Bearer a\nb", "abc"}) {
        EXPECT_EQ(bearer_token(header), std::nullopt) << header;
    }
}

TEST(ShownToken, is_a_bearer_token_or_the_password_of_basic) {
    EXPECT_EQ(shown_token("Bearer abc")->token, "abc");
    EXPECT_FALSE(shown_token("Bearer abc")->is_basic);
    for (auto const* header : {"Basic dXNlcjphYmM=", "basic dXNlcjphYmM", "BASIC  OmFiYw==", "Basic OmFiYw"}) {
        auto const shown = shown_token(header);
        ASSERT_TRUE(shown) << header;
        EXPECT_EQ(shown->token, "abc") << header;
        EXPECT_TRUE(shown->is_basic) << header;
    }
    EXPECT_EQ(shown_token("Basic YTpiOmM=")->token, "b:c") << "only the name has no colon";
    EXPECT_EQ(shown_token("Basic YTo=")->token, "");
}

TEST(ShownToken, is_absent_from_everything_else) {
    for (std::string_view const header : {"", "Basic", "Basic ", "Basic abc", "Basic YWJj",
                                          "Basic YTpiIGM=", "Basic YTpiLGM=", "Basic YTrDqQ==", "Basic a:b",
                                          "Basic YTpi===", "Basic YTpi YTpi", "Digest YTpi", "BasicYTpi"})
        EXPECT_FALSE(shown_token(header)) << header;
}

TEST(OneValue, is_absent_one_or_conflicting) {
    struct Row {
        std::vector<std::string_view> values;
        Presence presence;
        std::string_view value;
    };
    for (auto const& [values, presence, value] : std::vector<Row>{{{}, Presence::absent, ""},
                                                                  {{"a"}, Presence::one, "a"},
                                                                  {{"a", "a", " a\t"}, Presence::one, "a"},
                                                                  {{""}, Presence::one, ""},
                                                                  {{"", "a"}, Presence::conflicting, ""},
                                                                  {{"a", "a", "b"}, Presence::conflicting, ""},
                                                                  {{"a", "A"}, Presence::conflicting, ""}}) {
        auto const result = one_value(values);

        EXPECT_EQ(result.presence, presence);
        EXPECT_EQ(result.value, value);
    }
}

} // namespace
} // namespace watchpost::auth
