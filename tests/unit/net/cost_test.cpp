// SECURITY rule 31: requests cost as much as their bytes, whatever stands in them.

#include "request_target.hpp"
#include "support/cost.hpp"

#include <watchpost/net/form_data.hpp>
#include <watchpost/net/http_message.hpp>

#include <gtest/gtest.h>

#include <tuple>

namespace watchpost::net {
namespace {

std::string many(std::string_view piece, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i)
        text += piece;
    return text;
}

TEST(CostOfRequest, target_is_that_of_its_bytes) {
    for (auto const* const piece : {"/a", "%41", "?a=b", "&a=b", "&", "=", "&%61"}) {
        auto const cost = test::cost_of(2000, [&](std::size_t n) { parse_target("/x?" + many(piece, n)); });
        EXPECT_TRUE(cost.is_linear()) << piece << ' ' << cost.in_words();
    }
    auto const names = test::cost_of(500, [](std::size_t n) {
        std::string target = "/x?";
        for (std::size_t i = 0; i < n; ++i)
            target += "k" + std::to_string(i) + "&";
        ASSERT_TRUE(parse_target(target));
    });
    EXPECT_TRUE(names.is_linear()) << names.in_words();
}

TEST(CostOfRequest, headers_asked_for_by_name_is_that_of_their_number) {
    auto const cost = test::cost_of(4000, [](std::size_t n) {
        Request request;
        request.headers.assign(n, {"x", "y"});
        EXPECT_EQ(request.all("x").size(), n);
        EXPECT_FALSE(request.has("z"));
    });
    EXPECT_TRUE(cost.is_linear()) << cost.in_words();
}

TEST(CostOfForm, is_that_of_its_bytes) {
    for (auto const* const piece : {"x", "\r\n", "\r\n--", "\r\n--b", "-", "\r"}) {
        auto const cost = test::cost_of(4000, [&](std::size_t n) {
            std::ignore = parse_form_data("multipart/form-data; boundary=b1",
                                          "--b1\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" +
                                              many(piece, n) + "\r\n--b1--");
        });
        EXPECT_TRUE(cost.is_linear()) << cost.in_words();
    }
}

TEST(CostOfForm, with_many_parameters_is_that_of_its_bytes) {
    auto const cost = test::cost_of(1000, [](std::size_t n) {
        std::string type = "multipart/form-data";
        for (std::size_t i = 0; i < n; ++i)
            type += "; p" + std::to_string(i) + "=v";
        std::ignore = parse_form_data(type + "; boundary=b", "");
    });
    EXPECT_TRUE(cost.is_linear()) << cost.in_words();
}

} // namespace
} // namespace watchpost::net
