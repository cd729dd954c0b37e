#include "support/temporary_file.hpp"

#include <watchpost/settings/settings.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::settings {
namespace {

using test::TemporaryFile;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Result<Settings> load_boards(std::string const& list, mode_t mode = 0640) {
    TemporaryFile const file{"{\"boards\": " + list + "}", mode};
    return load({file.path(), {}, {}});
}

TEST(Boards, are_read_in_order_and_may_share_a_token_and_across_kinds_an_id) {
    auto const settings = load_boards(R"([{"id": "front", "kind": "esp32cam", "token": "one"},
                                          {"id": "front", "kind": "pico", "token": "one"},
                                          {"id": "a_b-9", "kind": "pico", "token": "!~"}])");

    ASSERT_TRUE(settings) << settings.error().message;
    ASSERT_EQ(settings->boards.size(), 3u);
    EXPECT_EQ(settings->boards[0].id, "front");
    EXPECT_EQ(settings->boards[0].kind, DeviceKind::esp32cam);
    EXPECT_EQ(settings->boards[0].token, "one");
    EXPECT_EQ(settings->boards[1].kind, DeviceKind::pico);
    EXPECT_EQ(settings->boards[2].token, "!~");
}

TEST(Boards, may_have_their_token_elsewhere) {
    auto const settings = load_boards(R"([{"id": "front", "kind": "esp32cam"}])");

    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->boards[0].token, "");
}

TEST(Boards, that_are_wrong_are_refused_without_showing_a_token) {
    struct Row {
        std::string list, told;
    };
    std::string const good = R"({"id":"a","kind":"pico","token":"s3cret-t0ken"})";
    for (auto const& [list, told] : std::vector<Row>{
             {R"("s3cret-t0ken")", "boards is a string; it must be a list"},
             {R"(["s3cret-t0ken"])", "boards[0] is a string; it must be an object"},
             {R"({"token":"s3cret-t0ken"})", "boards is an object; it must be a list"},
             {R"([{"id":"Front","kind":"pico","token":"s3cret-t0ken"}])",
              "boards[0].id is \"Front\"; it must be 1 to 32"},
             {R"([{"id":"","kind":"pico","token":"s3cret-t0ken"}])", "boards[0].id is \"\""},
             {R"([{"id":7,"kind":"pico","token":"s3cret-t0ken"}])", "boards[0].id is 7"},
             {R"([{"id":"a","kind":"esp8266","token":"s3cret-t0ken"}])",
              "boards[0].kind is \"esp8266\"; it must be esp"},
             {R"([{"id":"a","token":"s3cret-t0ken"}])", "boards[0].kind is missing"},
             {R"([{"id":"a","kind":"pico","tokne":"s3cret-t0ken"}])", "unknown key \"tokne\" (did you mean token?)"},
             {R"([{"id":"a","kind":"pico","token":""}])", "boards[0].token (of a) is not usable"},
             {R"([{"id":"a","kind":"pico","token":"s3cret-t0ken,x"}])", "without a comma"},
             {R"([{"id":"a","kind":"pico","token":"s3cret-t0ken x"}])", "visible ASCII"},
             {R"([{"id":"a","kind":"pico","token":"s3cret-t0kené"}])", "visible ASCII"},
             {R"([{"id":"a","kind":"pico","token":["s3cret-t0ken"]}])", "it must be a string"},
             {"[" + good + "," + good + "]", "boards[1].id is \"a\", which an earlier pico has already"}}) {
        auto const result = load_boards(list);

        ASSERT_FALSE(result) << list;
        EXPECT_THAT(result.error().message, AllOf(HasSubstr(told), Not(HasSubstr("s3cret"))));
    }
}

TEST(Boards, may_have_a_token_of_256_characters_but_not_of_257) {
    auto const with_token = [](std::size_t length) {
        return load_boards(R"([{"id":"a","kind":"pico","token":")" + std::string(length, 'x') + "\"}]");
    };

    EXPECT_TRUE(with_token(256));
    EXPECT_FALSE(with_token(257));
}

TEST(Boards, in_a_file_that_everybody_may_read_are_refused_with_the_command_to_run) {
    TemporaryFile const file{R"({"boards": [{"id":"a","kind":"pico","token":"s3cret-t0ken"}]})", 0644,
                             "it's mine.json"};

    auto const result = load({file.path(), {}, {}});

    ASSERT_FALSE(result);
    EXPECT_THAT(result.error().message, AllOf(HasSubstr("run: chmod 640 '"), HasSubstr("it'\\''s mine.json'")));
    EXPECT_TRUE(load_boards("[]", 0644)) << "a file without tokens may be read by everybody";
}

} // namespace
} // namespace watchpost::settings
