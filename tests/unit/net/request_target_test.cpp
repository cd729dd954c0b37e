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
    for (std::string const target : {"",          "*",         "a",       "?x=1",      "http://localhost/",
                                     "//",        "//a",       "/a//b",   "/a//",      "/.",
                                     "/..",       "/a/..",     "/a/../b", "/./a",      "/%2e%2e/etc/passwd",
                                     "/a/%2E%2e", "/%2e",      "/.%2e/a", "/a%2f%2fb", "/a%2f..%2fb",
                                     "/%00",      "/a%0d%0ab", "/a%7F",   "/a\tb",     "/%",
                                     "/%4",       "/%zz",      "/%4g",    "/%+4",      "/%-1",
                                     "/% 1",      "/%0x",      "/a?x=%",  "/a?x=%00",  "/a?%zz=1"})
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
