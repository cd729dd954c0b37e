#include <watchpost/core/authority.hpp>

#include <gtest/gtest.h>

namespace watchpost {
namespace {

TEST(Authority, is_a_host_and_perhaps_a_port) {
    EXPECT_EQ(parse_authority("Cam.Example:3000"), (Authority{"cam.example", std::uint16_t{3000}}));
    EXPECT_EQ(parse_authority("cam_1-a.example"), (Authority{"cam_1-a.example", std::nullopt}));
    EXPECT_EQ(parse_authority("192.0.2.1:80"), (Authority{"192.0.2.1", std::uint16_t{80}}));
    EXPECT_EQ(parse_authority("[0:0::1]"), (Authority{"[::1]", std::nullopt}));
    EXPECT_EQ(parse_authority("[2001:DB8::1]:443"), (Authority{"[2001:db8::1]", std::uint16_t{443}}));
}

TEST(Authority, is_nothing_else) {
    for (auto const* text :
         {"",     ":80",         "a:",   "a:0",  "a:65536", "a:80x",  "a:+80",       "a:-1", "a:8:0",
          "a@b",  "user:pass@a", "a/",   "a?b",  "a#b",     "a b",    " a",          "a ",   "a,b",
          "a\\b", "::1",         "[::1", "::1]", "[::1]x",  "[::1]:", "[localhost]", "[]",   "\xc3\xa9",
          "a%41", "http://a"})
        EXPECT_FALSE(parse_authority(text)) << text;
    EXPECT_FALSE(parse_authority(std::string(254, 'a')));
    EXPECT_FALSE(parse_authority(std::string_view("a\0b", 3)));
}

TEST(Origin, is_scheme_host_and_port) {
    EXPECT_EQ(parse_origin("http://a"), (Origin{false, "a", 80}));
    EXPECT_EQ(parse_origin("HTTPS://A"), (Origin{true, "a", 443}));
    EXPECT_EQ(parse_origin("https://a:80"), (Origin{true, "a", 80}));
    EXPECT_EQ(parse_origin("http://[::1]:3000"), (Origin{false, "[::1]", 3000}));
    EXPECT_NE(parse_origin("http://a"), parse_origin("https://a:80"));
}

TEST(Origin, is_nothing_else) {
    for (auto const* text : {"", "null", "a", "http:", "http://", "http:///", "http://a/", "http://a/x", "ftp://a",
                             "file://", "http//a", "http://u@a", "http://a?x", "http://a http://b", "ws://a", "://a"})
        EXPECT_FALSE(parse_origin(text)) << text;
}

} // namespace
} // namespace watchpost
