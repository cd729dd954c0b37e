// SECURITY rule 31: JSON costs as much as its bytes, whatever stands in it.

#include "support/cost.hpp"

#include <watchpost/protocol/json_text.hpp>

#include <gtest/gtest.h>

namespace watchpost::protocol {
namespace {

TEST(CostOfJson, is_that_of_its_bytes) {
    for (auto const* const piece : {"[]", "{}", "1", "\"\"", R"({"a":1,"a":2})", R"("\u00fc\\")", "[[[[]]]]", "1e9"}) {
        auto const cost = test::cost_of(500, [&](std::size_t n) {
            std::string text = R"({"a":[)";
            for (std::size_t i = 0; i < n; ++i)
                text += (i == 0 ? "" : ",") + std::string(piece);
            auto const object = parse_object(text + "]}");
            ASSERT_TRUE(object);
            to_wire(*object);
        });
        EXPECT_TRUE(cost.is_linear()) << piece << ' ' << cost.in_words();
    }
}

TEST(CostOfJson, with_many_members_of_an_object_is_that_of_its_bytes) {
    for (bool const same : {false, true}) {
        auto const cost = test::cost_of(500, [same](std::size_t n) {
            std::string text = "{";
            for (std::size_t i = 0; i < n; ++i)
                text += (i == 0 ? "\"k" : ",\"k") + std::to_string(same ? 0 : i) + "\":1";
            ASSERT_TRUE(parse_object(text + "}"));
        });
        EXPECT_TRUE(cost.is_linear()) << cost.in_words();
    }
}

TEST(CostOfJson, that_is_refused_is_no_more) {
    for (auto const* const piece : {"[", "]", "{", "\"", "\\", ",", "[]", "-", "\xFF"}) {
        auto const cost = test::cost_of(2000, [&](std::size_t n) {
            std::string text;
            for (std::size_t i = 0; i < n; ++i)
                text += piece;
            EXPECT_FALSE(parse_object(text));
        });
        EXPECT_TRUE(cost.is_linear()) << piece << ' ' << cost.in_words();
    }
}

} // namespace
} // namespace watchpost::protocol
