#include "picture_in_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace watchpost::sessions {
namespace {

std::string const kLetters(60, 'A');

TEST(PictureInText, is_seen_by_itself_in_a_url_and_in_json) {
    for (auto const& text :
         {"/9j/4AAQ" + kLetters, "  /9j/" + kLetters, "data:image/jpeg;base64,/9j/" + kLetters,
          R"({"type":"frame","data":"/9j/)" + kLetters + R"("})", R"({"image":"\/9j\/)" + kLetters + R"("})",
          R"({"image":"_9j_)" + kLetters + R"("})", "/9j/x /9j/" + kLetters})
        EXPECT_TRUE(holds_picture(text)) << text;
}

TEST(PictureInText, is_not_seen_in_what_only_looks_a_little_like_it) {
    for (auto const& text : {std::string(), std::string("/9j/"), std::string(R"({"type":"heartbeat"})"),
                             R"({"type":"log","message":"saved /9j/ to )" + kLetters + R"("})", "a/path/9j/" + kLetters,
                             "/9j" + kLetters, "iVBORw0KGgo" + kLetters})
        EXPECT_FALSE(holds_picture(text)) << text;
}

} // namespace
} // namespace watchpost::sessions
