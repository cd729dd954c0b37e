#include <watchpost/net/http_message.hpp>

#include <gtest/gtest.h>

namespace watchpost::net {
namespace {

TEST(Request, finds_headers_by_their_lower_case_name) {
    Request request;
    request.headers = {{"host", "a"}, {"x-device-id", "1"}, {"x-device-id", "2"}, {"empty", ""}};

    EXPECT_EQ(request.header("x-device-id"), "1");
    EXPECT_EQ(request.all("x-device-id"), (std::vector<std::string_view>{"1", "2"}));
    EXPECT_TRUE(request.has("empty"));
    EXPECT_FALSE(request.has("absent"));
    EXPECT_EQ(request.header("absent"), "");
    EXPECT_TRUE(request.all("absent").empty());
}

TEST(Problem, is_as_rfc_9457_has_it) {
    auto const response = problem(404, "There is nothing at /x.");

    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.content_type, "application/problem+json");
    EXPECT_EQ(response.body,
              R"({"type":"about:blank","title":"Not Found","status":404,"detail":"There is nothing at /x."})");
    EXPECT_EQ(response.delay.count(), 0);
}

TEST(Problem, holds_what_a_peer_sent_without_breaking) {
    auto const detail_of = [](std::string_view said) {
        auto const body = problem(400, said).body;
        auto const begin = body.find(R"("detail":)") + 9;
        return body.substr(begin, body.size() - begin - 1);
    };

    EXPECT_EQ(detail_of(R"(say "hi" \ bye)"), R"("say \"hi\" \\ bye")");
    EXPECT_EQ(detail_of("a\r\nb"), R"("a\\x0D\\x0Ab")");
    EXPECT_EQ(detail_of("\x1B[2J"), R"("\\x1B[2J")");
    EXPECT_EQ(detail_of("\xFF"), R"("\\xFF")");
    EXPECT_EQ(detail_of("\xE2\x80\xAE"), R"("\\u{202E}")");
    EXPECT_EQ(detail_of("\xC3\xBC"), "\"\xC3\xBC\"");
    EXPECT_LT(detail_of(std::string(100'000, '"')).size(), 1100u);
}

TEST(ReasonPhrase, is_known_for_every_status_that_we_send) {
    for (int const status : {200, 304, 400, 401, 403, 404, 405, 408, 413, 414, 426, 429, 431, 500, 501, 503, 505})
        EXPECT_NE(reason_phrase(status), "Unknown") << status;
    EXPECT_EQ(reason_phrase(299), "Unknown");
    EXPECT_EQ(reason_phrase(405), "Method Not Allowed");
}

} // namespace
} // namespace watchpost::net
