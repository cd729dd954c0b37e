#include "request_target.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace watchpost::net {
namespace {

TEST(RequestTarget, is_a_decoded_path_and_its_query) {
    struct Row {
        std::string target;
        std::string path;
        std::map<std::string, std::string, std::less<>> query;
    };
    for (auto const& [target, path, query] : std::vector<Row>{
             {"/", "/", {}},
             {"/a/b", "/a/b", {}},
             {"/a/", "/a/", {}},
             {"/a%20b", "/a b", {}},
             {"/%41", "/A", {}},
             {"/caf%C3%A9", "/caf\xC3\xA9", {}},
             {"/a+b", "/a+b", {}},
             {"/%2525", "/%25", {}}, // decoded once
             {"/..a/.b/c..", "/..a/.b/c..", {}},
             {"/...", "/...", {}},
             {"/?action=stream", "/", {{"action", "stream"}}},
             {"/a?", "/a", {}},
             {"/a?x", "/a", {{"x", ""}}},
             {"/a?x=", "/a", {{"x", ""}}},
             {"/a?x=1&y=2", "/a", {{"x", "1"}, {"y", "2"}}},
             {"/a?x=1&x=2", "/a", {{"x", "2"}}},
             {"/a?x=1&&y=2&", "/a", {{"x", "1"}, {"y", "2"}}},
             {"/a?=1", "/a", {}},
             {"/a?x=b=c", "/a", {{"x", "b=c"}}},
             {"/a?x=%26%3D", "/a", {{"x", "&="}}},
             {"/a?x=/../b", "/a", {{"x", "/../b"}}},
             {"/a?x=?", "/a", {{"x", "?"}}},
             {"/a#b?x=1", "/a", {}},
             {"/a?x=1#y=2", "/a", {{"x", "1"}}},
         }) {
        auto const parsed = parse_target(target);
        ASSERT_TRUE(parsed) << target;
        EXPECT_EQ(parsed->path, path) << target;
        EXPECT_EQ(parsed->query, query) << target;
    }
}

TEST(RequestTarget, is_refused_when_it_is_no_plain_path) {
    for (std::string const target : {"",          "**",        "a",       "?x=1",      "http:/localhost/",
                                     "//",        "//a",       "/a//b",   "/a//",      "/.",
                                     "/..",       "/a/..",     "/a/../b", "/./a",      "/%2e%2e/etc/passwd",
                                     "/a/%2E%2e", "/%2e",      "/.%2e/a", "/a%2f%2fb", "/a%2f..%2fb",
                                     "/%00",      "/a%0d%0ab", "/a%7F",   "/a\tb",     "/%",
                                     "/%4",       "/%zz",      "/%4g",    "/%+4",      "/%-1",
                                     "/% 1",      "/%0x",      "/a?x=%",  "/a?x=%00",  "/a?%zz=1"})
        EXPECT_FALSE(parse_target(target)) << target;
}

TEST(RequestTarget, in_absolute_form_has_an_authority) {
    struct Row {
        std::string target;
        std::string path;
        std::string authority;
        bool wants_https;
    };
    for (auto const& [target, path, authority, wants_https] :
         std::vector<Row>{{"http://localhost:3000/a?x=1", "/a", "localhost:3000", false},
                          {"HTTP://Cam.example/", "/", "Cam.example", false},
                          {"https://cam.example/a", "/a", "cam.example", true},
                          {"http://[::1]:3000", "/", "[::1]:3000", false},
                          {"http://cam.example?x=1", "/", "cam.example", false},
                          {"/http://localhost", "", "", false}}) {
        auto const parsed = parse_target(target);
        if (path.empty()) {
            EXPECT_FALSE(parsed) << target;
            continue;
        }
        ASSERT_TRUE(parsed) << target;
        EXPECT_EQ(parsed->path, path) << target;
        EXPECT_EQ(parsed->authority, authority) << target;
        EXPECT_EQ(parsed->wants_https, wants_https) << target;
        EXPECT_EQ(parsed->query.contains("x"), target.ends_with("x=1")) << target;
    }
}

TEST(RequestTarget, in_absolute_form_is_refused_when_it_is_no_address_of_a_page) {
    for (std::string const target :
         {"http://", "http:///a", "http://user@localhost/", "http://localhost:/", "http://localhost:0/",
          "http://localhost:99999/", "ftp://localhost/", "ws://localhost/", "http//localhost/", "localhost:3000",
          "http://localhost/../a", "http://localhost//a", "http://a b/", "http://[::1/"})
        EXPECT_FALSE(parse_target(target)) << target;
}

TEST(RequestTarget, is_refused_for_every_control_character_and_taken_for_every_other) {
    for (int c = 0; c < 256; ++c) {
        char escaped[8];
        std::snprintf(escaped, sizeof escaped, "/x%%%02X", static_cast<unsigned>(c));
        bool const is_control = c < 0x20 || c == 0x7F;
        EXPECT_EQ(parse_target(escaped).has_value(), !is_control) << escaped;
    }
}

} // namespace
} // namespace watchpost::net
