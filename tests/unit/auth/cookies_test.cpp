#include <watchpost/auth/cookies.hpp>
#include <watchpost/auth/token_key.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace watchpost::auth {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string const kOne(kRandomTokenLength, '1');
std::string const kTwo(kRandomTokenLength, '2');
std::string const kName = "watchpost_session=";

std::vector<std::string> cookies(std::vector<std::string> const& values, bool secure = false) {
    std::vector<std::string_view> const views(values.begin(), values.end());
    auto const found = session_cookies(views, secure);
    return {found.begin(), found.end()};
}

TEST(SessionCookie, is_found_among_others) {
    EXPECT_THAT(cookies({kName + kOne}), ElementsAre(kOne));
    EXPECT_THAT(cookies({"a=b; " + kName + kOne + "; c=d"}), ElementsAre(kOne));
    EXPECT_THAT(cookies({"a=b", "c=d;" + kName + kOne}), ElementsAre(kOne));
    EXPECT_THAT(cookies({kName + kOne + "; " + kName + kOne}), ElementsAre(kOne));
    EXPECT_THAT(cookies({"__Host-" + kName + kOne}, true), ElementsAre(kOne));
}

TEST(SessionCookie, may_come_behind_others_of_its_name) {
    EXPECT_THAT(cookies({kName + kOne + "; " + kName + kTwo}), ElementsAre(kOne, kTwo));
    EXPECT_THAT(cookies({kName + kTwo, kName + kOne}), ElementsAre(kTwo, kOne));
    EXPECT_THAT(cookies({kName + "planted; " + kName + "; " + kName + kOne}), ElementsAre(kOne));
}

TEST(SessionCookie, is_looked_for_among_a_few_only) {
    std::string many;
    for (int i = 10; i < 90; ++i)
        many += kName + std::string(kRandomTokenLength - 2, 'x') + std::to_string(i) + "; ";
    EXPECT_EQ(cookies({many}).size(), kMostSessionCookies);
    std::string junk;
    for (int i = 0; i < 1000; ++i)
        junk += kName + std::to_string(i) + "; ";
    EXPECT_THAT(cookies({junk + kName + kOne}), ElementsAre(kOne)) << "what is no token takes no place";
}

TEST(SessionCookie, is_absent_from_everything_else) {
    for (auto const& value :
         {std::string(), std::string(";"), std::string("="), std::string("watchpost_session"), kName,
          "x" + kName + kOne, "watchpost_sessionx=" + kOne, "watchpost_session =" + kOne, "Watchpost_session=" + kOne,
          "a=" + kName + kOne, "__Host-" + kName + kOne, kName + kOne + "x", kName + "\"" + kOne + "\""})
        EXPECT_THAT(cookies({value}), IsEmpty()) << value;
    EXPECT_THAT(cookies({kName + kOne}, true), IsEmpty()) << "plain http, or another host, may have set this one";
    EXPECT_THAT(cookies({}), IsEmpty());
}

TEST(SessionCookie, has_the_length_that_is_looked_for) {
    EXPECT_EQ(random_token().size(), kRandomTokenLength);
}

TEST(SessionCookie, is_set_for_us_alone_and_out_of_the_reach_of_scripts) {
    EXPECT_EQ(set_session_cookie("abc", false, std::chrono::seconds(60)),
              "watchpost_session=abc; HttpOnly; SameSite=Strict; Path=/; Max-Age=60");
    EXPECT_EQ(set_session_cookie("abc", true, std::chrono::seconds(60)),
              "__Host-watchpost_session=abc; HttpOnly; SameSite=Strict; Path=/; Max-Age=60; Secure");
    EXPECT_EQ(clear_session_cookie(true),
              "__Host-watchpost_session=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0; Secure");
}

} // namespace
} // namespace watchpost::auth
