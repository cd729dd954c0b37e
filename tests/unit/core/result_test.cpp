#include <watchpost/core/result.hpp>

#include <gtest/gtest.h>

#include <memory>

namespace watchpost {
namespace {

TEST(Result, holds_a_value) {
    Result<std::string> result{std::string("seven")};

    ASSERT_TRUE(result);
    EXPECT_EQ(*result, "seven");
    EXPECT_EQ(result->size(), 5u);
    *result = "eight";
    EXPECT_EQ(*result, "eight");
}

TEST(Result, holds_the_reason_why_there_is_no_value) {
    Result<std::string> const result{Error{"listen.port is 70000"}};

    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().message, "listen.port is 70000");
}

TEST(Result, is_a_value_even_when_the_value_is_false) {
    Result<bool> const no{false};
    Result<std::unique_ptr<int>> const nothing{nullptr};

    EXPECT_TRUE(static_cast<bool>(no));
    EXPECT_FALSE(*no);
    EXPECT_TRUE(static_cast<bool>(nothing));
}

TEST(Result, carries_what_can_only_be_moved) {
    Result<std::unique_ptr<int>> result{std::make_unique<int>(7)};

    auto const taken = std::move(*result);

    EXPECT_EQ(*taken, 7);
}

} // namespace
} // namespace watchpost
