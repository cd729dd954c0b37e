#include <watchpost/auth/cookies.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace watchpost::auth {
namespace {

std::string_view cookie(std::vector<std::string_view> const& values, bool secure = false) {
    return session_cookie(values, secure);
}

TEST(SessionCookie, is_found_among_others) {
    EXPECT_EQ(cookie({"watchpost_session=abc"}), "abc");
    EXPECT_EQ(cookie({"a=b; watchpost_session=abc; c=d"}), "abc");
    EXPECT_EQ(cookie({"a=b", "c=d;watchpost_session=abc"}), "abc");
    EXPECT_EQ(cookie({"watchpost_session=abc; watchpost_session=abc"}), "abc");
    EXPECT_EQ(cookie({"__Host-watchpost_session=abc"}, true), "abc");
}

TEST(SessionCookie, is_absent_from_everything_else) {
    for (auto const* value :
         {"", ";", "=", "watchpost_session", "watchpost_session=", "xwatchpost_session=abc", "watchpost_sessionx=abc",
          "watchpost_session =abc", "Watchpost_session=abc", "a=watchpost_session=abc",
          "watchpost_session=abc; watchpost_session=def", "__Host-watchpost_session=abc"})
        EXPECT_EQ(cookie({value}), "") << value;
    EXPECT_EQ(cookie({"watchpost_session=abc", "watchpost_session=def"}), "") << "they contradict each other";
    EXPECT_EQ(cookie({"watchpost_session=abc"}, true), "") << "plain http, or another host, may have set this one";
    EXPECT_EQ(cookie({}), "");
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
