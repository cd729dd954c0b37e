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
