// SECURITY rule 31: headers cost as much as their bytes, whatever stands in them.

#include "support/cost.hpp"

#include <watchpost/auth/cookies.hpp>
#include <watchpost/auth/forwarded.hpp>
#include <watchpost/auth/headers.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace watchpost::auth {
namespace {

std::string repeated(std::string_view piece, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i)
        text += piece;
    return text;
}

TEST(CostOfHeaders, of_proxies_is_that_of_their_bytes) {
    auto const proxy = *IpAddress::parse("10.0.0.1");
    std::vector<IpRange> const trusted{*IpRange::parse("10.0.0.0/8")};
    for (auto const* const name : {"x-forwarded-for", "forwarded", "via"})
        for (auto const* const piece : {"10.0.0.2, ", "for=10.0.0.2, ", "for=10.0.0.2;", "\",\"", ",", ";", "="}) {
            auto const in_one = test::cost_of(2000, [&](std::size_t n) {
                std::vector<std::pair<std::string, std::string>> const headers{{name, repeated(piece, n)}};
                follow_forwarding(proxy, headers, trusted);
            });
            EXPECT_TRUE(in_one.is_linear()) << name << ' ' << piece << ' ' << in_one.in_words();
        }
    auto const in_many = test::cost_of(1000, [&](std::size_t n) {
        std::vector<std::pair<std::string, std::string>> const headers(n, {"x-forwarded-for", "10.0.0.2"});
        follow_forwarding(proxy, headers, trusted);
    });
    EXPECT_TRUE(in_many.is_linear()) << in_many.in_words();
}

TEST(CostOfHeaders, that_are_repeated_is_that_of_their_bytes) {
    auto const cost = test::cost_of(20'000, [](std::size_t n) {
        std::vector<std::string_view> const values(n, " x ");
        static_cast<void>(one_value(values));
    });
    EXPECT_TRUE(cost.is_linear()) << cost.in_words();
}

TEST(CostOfHeaders, of_cookies_is_that_of_their_bytes) {
    for (auto const* const piece : {"watchpost_session=x; ", ";", "a=b;", " ", "="}) {
        auto const cost = test::cost_of(4000, [&](std::size_t n) {
            auto const text = repeated(piece, n);
            std::vector<std::string_view> const values{text, text};
            static_cast<void>(session_cookies(values, false));
        });
        EXPECT_TRUE(cost.is_linear()) << piece << ' ' << cost.in_words();
    }
}

} // namespace
} // namespace watchpost::auth
