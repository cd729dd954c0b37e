#include "support/temporary_file.hpp"

#include <watchpost/settings/settings.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace watchpost::settings {
namespace {

using test::TemporaryFile;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string const kSource = WATCHPOST_SOURCE_DIR;

std::string text_of(std::string const& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string refusal(std::filesystem::path const& path) {
    auto const result = load({path, {}, {}});
    return result ? "(it was accepted)" : result.error().message;
}

std::string refusal_of_text(std::string const& text) {
    TemporaryFile const file{text, 0640};
    auto const message = refusal(file.path());
    EXPECT_THAT(message, StartsWith(file.path().string() + ": "));
    return message;
}

TEST(ConfigFile, that_is_broken_json_is_refused_with_line_and_column) {
    EXPECT_THAT(refusal_of_text("{\n  \"log_level\": info\n}"), HasSubstr("line 2, column 16: this is not JSON"));
    EXPECT_THAT(refusal_of_text("// a comment\n{\"behind_proxy\": true,}"), HasSubstr("line 2, column 23"));
    EXPECT_THAT(refusal_of_text(""), HasSubstr("line 1, column 1"));
    EXPECT_THAT(refusal_of_text("{\"data_dir\": \"/\xff\"}"), HasSubstr("line 1, column 16"));
    EXPECT_THAT(refusal_of_text("{} {}"), HasSubstr("line 1, column 4"));
}

TEST(ConfigFile, with_a_number_that_no_number_can_hold_is_refused_with_its_key) {
    EXPECT_THAT(refusal_of_text(R"({"listen": {"port": 1e999}})"), HasSubstr("a number behind \"port\" is too large"));
    EXPECT_THAT(refusal_of_text("[-1e999]"), HasSubstr("a number is too large"));
}

TEST(ConfigFile, with_odd_characters_is_refused_in_one_plain_line) {
    EXPECT_THAT(refusal_of_text(R"({"data_dir": "a\u001b\u0085\u202eb"})"), HasSubstr(R"("a\u001b\u{0085}\u{202E}b")"));
    EXPECT_THAT(refusal_of_text(R"({"\u2066": 1})"), HasSubstr(R"(unknown key "\u{2066}")"));
}

TEST(ConfigFile, that_is_broken_within_a_token_does_not_show_it) {
    EXPECT_THAT(refusal_of_text(R"({"boards": [{"token": "s3cret)"), AllOf(HasSubstr("line 1"), Not(HasSubstr("s3c"))));
}

TEST(ConfigFile, must_be_an_object) {
    EXPECT_THAT(refusal_of_text("[]"), HasSubstr("must be one JSON object"));
    EXPECT_THAT(refusal_of_text("null"), HasSubstr("must be one JSON object"));
}

TEST(ConfigFile, may_not_be_nested_without_end) {
    std::string const deep(200'000, '[');

    EXPECT_THAT(refusal_of_text("{\"boards\": " + deep + std::string(deep.size(), ']') + "}"),
                HasSubstr("deeper than 16"));
    EXPECT_THAT(refusal_of_text("{\"boards\": " + deep), HasSubstr("line 1"));
}

TEST(ConfigFile, may_not_say_a_key_twice_in_a_board_either) {
    EXPECT_THAT(refusal_of_text(R"({"boards": [{"id":"a","kind":"pico","token":"x","token":"y"}]})"),
                HasSubstr("\"token\" is given twice"));
}

TEST(ConfigFile, that_cannot_be_read_is_named_with_the_reason) {
    EXPECT_THAT(refusal("/nonexistent/w.json"), "/nonexistent/w.json: cannot be read: No such file or directory");
    EXPECT_THAT(refusal("/tmp"), "/tmp: is not a regular file; name a JSON file");
}

TEST(ConfigFile, has_a_size_limit_of_one_mebibyte) {
    std::string const largest = "{}" + std::string(1024 * 1024 - 2, ' ');
    TemporaryFile const file{largest, 0640};

    EXPECT_TRUE(load({file.path(), {}, {}}));
    EXPECT_THAT(refusal_of_text(largest + " "), HasSubstr("larger than 1 MiB"));
}

TEST(SampleConfiguration, loads_and_says_just_the_defaults) {
    TemporaryFile const copy{text_of(kSource + "/config/watchpost.json"), 0644};

    auto const sample = load({copy.path(), {}, {}});

    ASSERT_TRUE(sample) << sample.error().message;
    Settings const defaults;
    EXPECT_EQ(sample->listen.address, defaults.listen.address);
    EXPECT_EQ(sample->listen.port, defaults.listen.port);
    EXPECT_EQ(sample->behind_proxy, defaults.behind_proxy);
    EXPECT_EQ(sample->data_dir, defaults.data_dir);
    EXPECT_EQ(sample->static_dir, defaults.static_dir);
    EXPECT_EQ(sample->log_level, defaults.log_level);
    EXPECT_TRUE(sample->boards.empty());
    EXPECT_TRUE(sample->stations.empty());
    EXPECT_EQ(sample->limits.max_frame_bytes, defaults.limits.max_frame_bytes);
    EXPECT_EQ(sample->limits.max_connections, defaults.limits.max_connections);
    EXPECT_EQ(sample->limits.max_connections_per_address, defaults.limits.max_connections_per_address);
}

TEST(KnownKeys, all_occur_in_the_sample_and_in_the_reference) {
    auto const sample = text_of(kSource + "/config/watchpost.json");
    auto const reference = text_of(kSource + "/docs/reference.md");
    ASSERT_FALSE(known_keys().empty());
    for (auto const& key : known_keys()) {
        auto const last_word = key.name.substr(key.name.rfind('.') + 1);

        EXPECT_THAT(sample, HasSubstr("\"" + last_word + "\":"));
        EXPECT_THAT(reference, HasSubstr("`" + key.name + "`"));
        EXPECT_THAT(reference, HasSubstr(key.variable));
        EXPECT_THAT(reference, HasSubstr(key.allowed));
    }
}

} // namespace
} // namespace watchpost::settings
