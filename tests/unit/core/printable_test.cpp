#include <watchpost/core/event.hpp>
#include <watchpost/core/printable.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace watchpost {
namespace {

using namespace std::string_literals;

constexpr auto kEllipsis = "\xE2\x80\xA6";

TEST(Printable, shows_what_is_harmless_as_it_is) {
    for (std::string const text : {"", "plain text, with \"quotes\" and {braces}", "gr\xC3\xBC\xC3\x9F",
                                   "\xE2\x82\xAC 5", "\xF0\x9F\x93\xB7", "{} %s %n \\n"}) {
        EXPECT_EQ(printable(text), text);
    }
}

TEST(Printable, escapes_what_could_act_on_a_log_or_a_terminal) {
    struct Row {
        std::string name;
        std::string raw;
        std::string shown;
    };
    for (auto const& row : std::vector<Row>{
             {"CR LF", "a\r\nb", "a\\x0D\\x0Ab"},
             {"NUL", "a\0b"s, "a\\x00b"},
             {"ESC", "\x1B[31m", "\\x1B[31m"},
             {"tab", "\t", "\\x09"},
             {"DEL", "\x7F", "\\x7F"},
             {"C1 CSI", "\xC2\x9B", "\\u{009B}"},
             {"C1 first and last", "\xC2\x80\xC2\x9F", "\\u{0080}\\u{009F}"},
             {"no-break space is no control", "\xC2\xA0", "\xC2\xA0"},
             {"right-to-left override",
              "a\xE2\x80\xAE"
              "b",
              "a\\u{202E}b"},
             {"isolates", "\xE2\x81\xA6\xE2\x81\xA9", "\\u{2066}\\u{2069}"},
             {"marks", "\xE2\x80\x8E\xE2\x80\x8F\xD8\x9C", "\\u{200E}\\u{200F}\\u{061C}"},
             {"line and paragraph separator", "\xE2\x80\xA8\xE2\x80\xA9", "\\u{2028}\\u{2029}"},
             {"byte order mark", "\xEF\xBB\xBF", "\\u{FEFF}"},
             {"a lone continuation byte", "\x80", "\\x80"},
             {"a lead without its rest", "\xE2\x82", "\\xE2\\x82"},
             {"a lead before something else", "\xC3(", "\\xC3("},
             {"overlong NUL", "\xC0\x80", "\\xC0\\x80"},
             {"overlong slash", "\xE0\x80\xAF", "\\xE0\\x80\\xAF"},
             {"surrogate", "\xED\xA0\x80", "\\xED\\xA0\\x80"},
             {"beyond Unicode", "\xF4\x90\x80\x80", "\\xF4\\x90\\x80\\x80"},
             {"bytes that never stand in UTF-8", "\xFE\xFF", "\\xFE\\xFF"},
         }) {
        EXPECT_EQ(printable(row.raw), row.shown) << row.name;
    }
}

TEST(Printable, shows_128_bytes_unless_told_otherwise) {
    EXPECT_EQ(printable(std::string(128, 'x')), std::string(128, 'x'));
    EXPECT_EQ(printable(std::string(129, 'x')), std::string(128, 'x') + kEllipsis);
    EXPECT_EQ(printable("abcdef", 3), "abc"s + kEllipsis);
    EXPECT_EQ(printable("", 0), "");
    EXPECT_EQ(printable("a", 0), kEllipsis);
}

TEST(Printable, never_cuts_a_character_in_two) {
    auto const euro = "\xE2\x82\xAC"s;

    EXPECT_EQ(printable("ab" + euro, 5), "ab" + euro);
    EXPECT_EQ(printable("ab" + euro, 4), "ab"s + kEllipsis);
    EXPECT_EQ(printable("ab" + euro, 3), "ab"s + kEllipsis);
    EXPECT_EQ(printable("ab" + euro + "c", 5), "ab" + euro + kEllipsis);
}

TEST(Printable, of_any_two_bytes_is_one_line_of_valid_utf8) {
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            auto const shown = printable(std::string{static_cast<char>(first), static_cast<char>(second)});
            ASSERT_EQ(valid_utf8(shown), shown) << first << ' ' << second;
            for (unsigned char const c : shown)
                ASSERT_TRUE(c >= 0x20 && c != 0x7F) << first << ' ' << second;
        }
    }
}

TEST(ValidUtf8, replaces_each_broken_byte_and_nothing_else) {
    auto const replacement = "\xEF\xBF\xBD"s;

    EXPECT_EQ(valid_utf8("gr\xC3\xBC\xC3\x9F \xF0\x9F\x93\xB7\n"), "gr\xC3\xBC\xC3\x9F \xF0\x9F\x93\xB7\n");
    EXPECT_EQ(valid_utf8("a\xFFz"), "a" + replacement + "z");
    EXPECT_EQ(valid_utf8("\xE2\x82"), replacement + replacement);
    EXPECT_EQ(valid_utf8("\xC3("), replacement + "(");
    EXPECT_EQ(valid_utf8("a\0b"s), "a\0b"s);
    EXPECT_EQ(valid_utf8(""), "");
}

TEST(Severity, understands_the_words_of_boards_and_takes_others_as_info) {
    for (std::string_view const word : {"error", "critical"})
        EXPECT_EQ(severity_from(word), Severity::error) << word;
    for (std::string_view const word : {"warning", "warn"})
        EXPECT_EQ(severity_from(word), Severity::warning) << word;
    for (std::string_view const word : {"info", "", "debug", "ERROR", "errors"})
        EXPECT_EQ(severity_from(word), Severity::info) << word;
}

TEST(Severity, has_a_word_that_leads_back_to_it) {
    EXPECT_EQ(to_string(Severity::info), "info");
    EXPECT_EQ(to_string(Severity::warning), "warning");
    EXPECT_EQ(to_string(Severity::error), "error");
    for (auto const severity : {Severity::info, Severity::warning, Severity::error})
        EXPECT_EQ(severity_from(to_string(severity)), severity);
}

TEST(Printable, in_quotes_ends_where_its_last_mark_is) {
    EXPECT_EQ(in_quotes("GET /"), R"("GET /")");
    EXPECT_EQ(in_quotes(R"(x" y)"), R"("x\x22 y")");
    EXPECT_EQ(in_quotes(std::string(200, '"')).find('"', 1), in_quotes(std::string(200, '"')).size() - 1);
    EXPECT_EQ(in_quotes("one\ntwo"), R"("one\x0Atwo")");
}

} // namespace
} // namespace watchpost
