#include <watchpost/protocol/json_text.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace watchpost::protocol {
namespace {

using namespace std::string_literals;

std::string nested(int depth, char open, char close) {
    // The object itself is the first level.
    auto const inside = static_cast<std::size_t>(depth - 1);
    return R"({"a":)" + std::string(inside, open) + (open == '[' ? "" : R"("x":1)") + std::string(inside, close) + "}";
}

TEST(ParseObject, takes_objects) {
    for (std::string const text : {"{}", R"({"type":"ping"})", " \r\n\t{ }\n", R"({"a":[1,{"b":null}]})", R"({"":""})"})
        EXPECT_TRUE(parse_object(text)) << text;
}

TEST(ParseObject, refuses_everything_else) {
    struct Row {
        std::string text;
        std::string why;
    };
    for (auto const& [text, why] : std::vector<Row>{{"", "not JSON"},
                                                    {"{", "not JSON"},
                                                    {"}", "not JSON"},
                                                    {"{} {}", "not JSON"},
                                                    {R"({"a":NaN})", "not JSON"},
                                                    {R"({"a":Infinity})", "not JSON"},
                                                    {R"({"a":1e999})", "not JSON"},
                                                    {R"({"a":+1})", "not JSON"},
                                                    {R"({"a":01})", "not JSON"},
                                                    {R"({"a":1,})", "not JSON"},
                                                    {"{'a':1}", "not JSON"},
                                                    {"{\"a\":\"\n\"}", "not JSON"},
                                                    {"{\"a\":\"\xFF\"}", "not JSON"},
                                                    {"/* */ {}", "not JSON"},
                                                    {"[]", "not a JSON object"},
                                                    {R"("{}")", "not a JSON object"},
                                                    {"null", "not a JSON object"},
                                                    {"42", "not a JSON object"},
                                                    {"true", "not a JSON object"}}) {
        auto const parsed = parse_object(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().message, why) << text;
    }
}

TEST(ParseObject, takes_16_levels_and_refuses_17) {
    EXPECT_TRUE(parse_object(nested(16, '[', ']')));
    auto const too_deep = parse_object(nested(17, '[', ']'));
    ASSERT_FALSE(too_deep);
    EXPECT_EQ(too_deep.error().message, "nested deeper than 16");
}

TEST(ParseObject, counts_objects_as_it_counts_arrays) {
    std::string text = R"({"a":)";
    for (int i = 0; i < 14; ++i)
        text += R"({"a":)";
    auto const closing = std::string(15, '}');

    EXPECT_TRUE(parse_object(text + "{}" + closing));
    EXPECT_FALSE(parse_object(text + "[{}]" + closing));
}

TEST(ParseObject, survives_a_million_brackets) {
    EXPECT_FALSE(parse_object(std::string(1'000'000, '[')));
    EXPECT_FALSE(parse_object(std::string(1'000'000, '{')));
}

TEST(ParseObject, does_not_count_brackets_inside_strings) {
    auto const parsed = parse_object(R"({"a":"[[[[[[[[[[[[[[[[[[[[ \" {{{{{{{{{{{{{{{{{{{{ \\","b":[]})");

    ASSERT_TRUE(parsed);
    EXPECT_TRUE(parsed->contains("b"));
}

TEST(ParseObject, is_not_fooled_by_brackets_that_close_too_early) {
    EXPECT_FALSE(parse_object(std::string(100, ']') + std::string(116, '[')));
}

TEST(ToWire, replaces_what_is_not_utf8) {
    EXPECT_EQ(to_wire({{"a", "x\xFFy"}}), "{\"a\":\"x\xEF\xBF\xBDy\"}");
    EXPECT_EQ(to_wire({{"a", "\xC3\xBC"}}), "{\"a\":\"\xC3\xBC\"}");
    EXPECT_EQ(to_wire({{"a", "cut \xE2\x82"}}), "{\"a\":\"cut \xEF\xBF\xBD\"}");
}

TEST(ToBoardWire, is_ascii_whatever_it_is_given) {
    EXPECT_EQ(to_board_wire({{"a", "\xC3\xBC \xF0\x9F\x93\xB7"}}), R"({"a":"\u00fc \ud83d\udcf7"})");
    EXPECT_EQ(to_board_wire({{"a", "x\xFFy"}}), R"({"a":"x\ufffdy"})");
    EXPECT_EQ(to_board_wire({{"a", "\0"s}}), R"({"a":"\u0000"})");
}

TEST(TimeOrNull, is_a_text_or_null_and_never_an_object) {
    EXPECT_EQ(to_wire(time_or_null(std::nullopt)), "null");
    EXPECT_EQ(to_wire(time_or_null(WallTime{})), R"("1970-01-01T00:00:00.000Z")");
}

TEST(Fields, reads_a_number_only_when_it_is_a_whole_one_within_the_range) {
    struct Row {
        std::string value;
        std::optional<std::int64_t> angle; ///< read with the range 0 to 180
    };
    for (auto const& [value, angle] : std::vector<Row>{
             {"90", 90},
             {"0", 0},
             {"180", 180},
             {"90.0", 90},
             {"9e1", 90},
             {"-0.0", 0},
             {"-1", std::nullopt},
             {"181", std::nullopt},
             {"90.5", std::nullopt},
             {"1e300", std::nullopt},
             {"-1e300", std::nullopt},
             {"4294967386", std::nullopt}, // 90 after 32 bits
             {"9223372036854775808", std::nullopt},
             {"18446744073709551615", std::nullopt},
             {"18446744073709551706", std::nullopt}, // 90 after 64 bits
             {"9007199254740993.0", std::nullopt},
             {"true", std::nullopt},
             {"false", std::nullopt},
             {"null", std::nullopt},
             {R"("90")", std::nullopt},
             {R"("NaN")", std::nullopt},
             {"[90]", std::nullopt},
             {R"({"a":90})", std::nullopt},
         }) {
        auto const object = parse_object(R"({"angle":)" + value + "}");
        ASSERT_TRUE(object) << value;
        EXPECT_EQ(Fields{*object}.whole("angle", 0, 180), angle) << value;
    }
}

TEST(Fields, reads_the_largest_and_smallest_whole_numbers) {
    auto const object = parse_object(R"({"most":9223372036854775807,"least":-9223372036854775808,"real":1e18})");
    ASSERT_TRUE(object);
    Fields const fields{*object};

    EXPECT_EQ(fields.whole("most", INT64_MIN, INT64_MAX), INT64_MAX);
    EXPECT_EQ(fields.whole("least", INT64_MIN, INT64_MAX), INT64_MIN);
    EXPECT_EQ(fields.whole("real", INT64_MIN, INT64_MAX), std::nullopt);
    EXPECT_EQ(fields.whole("absent", INT64_MIN, INT64_MAX), std::nullopt);
}

TEST(Fields, reads_texts_and_takes_nothing_else_for_one) {
    auto const object = parse_object(R"({"a":"x","b":5,"c":null,"d":["x"],"e":""})");
    ASSERT_TRUE(object);
    Fields const fields{*object};

    EXPECT_EQ(fields.text("a"), "x");
    EXPECT_EQ(fields.text("e"), "");
    for (auto const* name : {"b", "c", "d", "absent"})
        EXPECT_EQ(fields.text(name), std::nullopt) << name;
}

TEST(Fields, cuts_a_text_that_is_too_long_to_be_passed_on_between_two_characters) {
    std::string const euro = "\xE2\x82\xAC";
    for (auto const& [told, kept] : std::vector<std::pair<std::string, std::string>>{
             {std::string(512, 'x'), std::string(512, 'x')},
             {std::string(513, 'x'), std::string(512, 'x')},
             {std::string(510, 'x') + euro, std::string(510, 'x')},
             {std::string(509, 'x') + euro + "y", std::string(509, 'x') + euro},
             {std::string(1'000'000, 'x'), std::string(512, 'x')},
         }) {
        Json const object{{"message", told}};
        EXPECT_TRUE(Fields{object}.text("message") == kept) << told.size(); // too long to be printed
    }
}

} // namespace
} // namespace watchpost::protocol
