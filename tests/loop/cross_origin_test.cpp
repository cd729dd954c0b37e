// What pages of other origins get: nothing, or what `allowed_origins` and `frame_ancestors` give them.

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/eventually.hpp"
#include "support/http_client.hpp"
#include "support/jpeg_builder.hpp"
#include "support/secrets.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

constexpr auto kFriend = "https://home.example:8123";
constexpr auto kOther = "https://evil.example";
Headers const kViewer{kFromAfar, {"Authorization", "Bearer " + std::string(kViewerToken)}};

Headers with(Headers headers, Headers const& more) {
    headers.insert(headers.end(), more.begin(), more.end());
    return headers;
}

class CrossOriginPages : public testing::Test {
protected:
    CrossOriginPages() {
        change_secrets_in(folder_.path(), put_everybody);
        settings_.data_dir = folder_.path();
        settings_.allowed_origins = {*parse_origin(kFriend)};
        settings_.frame_ancestors = {*parse_origin("https://wall.example")};
        daemon_.emplace(settings_);
        camera_.emplace(WsClient::open(daemon_->port(), "/ws/esp32cam", {{"X-Device-ID", "porch"}}));
        camera_->send_binary(as_text(tiny_jpeg(320, 240)));
        EXPECT_TRUE(eventually([&] { return ask("/snapshot", {}).status == 200; }));
    }

    HttpReply ask(std::string const& target, Headers const& more, std::string const& method = "GET") const {
        return http(daemon_->port(), method, target, with(kViewer, more));
    }

    TemporaryFolder folder_;
    settings::Settings settings_;
    std::optional<DaemonInProcess> daemon_;
    std::optional<WsClient> camera_;
};

TEST_F(CrossOriginPages, of_the_list_may_read_every_answer_and_others_none) {
    for (auto const* target : {"/snapshot", "/api/v1/devices", "/nothing", "/css/layout.css", "/livez"}) {
        auto const read = ask(target, {{"Origin", kFriend}});
        EXPECT_EQ(read.header("Access-Control-Allow-Origin"), kFriend) << target;
        EXPECT_EQ(read.header("Access-Control-Allow-Credentials"), "true") << target;
        EXPECT_EQ(read.header("Cross-Origin-Resource-Policy"), "cross-origin") << target;
        for (auto const* origin : {kOther, "null", "https://home.example", "http://home.example:8123",
                                   "https://home.example:8123.evil.example"}) {
            auto const refused = ask(target, {{"Origin", origin}});
            EXPECT_EQ(refused.header("Access-Control-Allow-Origin"), "") << target << origin;
            EXPECT_EQ(refused.header("Cross-Origin-Resource-Policy"), "same-origin") << target << origin;
        }
        EXPECT_EQ(ask(target, {}).header("Access-Control-Allow-Origin"), "") << target;
        EXPECT_EQ(ask(target, {}).header("Vary"), "Origin, Referer") << target << ": caches keep the answers apart";
    }
    auto const refusal = http(daemon_->port(), "GET", "/snapshot", {kFromAfar, {"Origin", kFriend}});
    EXPECT_EQ(refusal.status, 401);
    EXPECT_EQ(refusal.header("Access-Control-Allow-Origin"), kFriend) << "it may learn why";
    EXPECT_EQ(ask("/snapshot", {{"Origin", kFriend}, {"Origin", kFriend}}).header("Access-Control-Allow-Origin"), "");
}

TEST_F(CrossOriginPages, of_the_list_are_told_before_what_they_may_send) {
    Headers const question{{"Access-Control-Request-Method", "POST"},
                           {"Access-Control-Request-Headers", "authorization, content-type"}};
    // A browser shows no credential with it.
    auto const ask_before = [&](std::string const& origin,
                                std::string const& target = "/api/v1/devices/porch/actions") {
        return http(daemon_->port(), "OPTIONS", target, with({kFromAfar, {"Origin", origin}}, question));
    };
    auto const told = ask_before(kFriend);
    EXPECT_EQ(told.status, 204) << told.head;
    EXPECT_EQ(told.header("Access-Control-Allow-Origin"), kFriend);
    EXPECT_EQ(told.header("Access-Control-Allow-Methods"), "POST");
    EXPECT_EQ(told.header("Access-Control-Allow-Headers"), "Authorization, Content-Type");
    EXPECT_EQ(told.header("Access-Control-Allow-Credentials"), "true");
    EXPECT_EQ(told.header("Vary"), "Origin, Referer");
    EXPECT_EQ(ask_before(kFriend, "/nothing").status, 404);
    EXPECT_EQ(ask_before(kOther).status, 403);
    EXPECT_EQ(ask_before(kOther).header("Access-Control-Allow-Origin"), "");
    EXPECT_EQ(ask("/livez", {}, "OPTIONS").status, 405) << "nobody asks for a page";
}

TEST_F(CrossOriginPages, of_the_list_may_act_with_a_token) {
    Headers const from_page{
        kFromAfar, {"Authorization", "Bearer " + std::string(kOperatorToken)}, {"Content-Type", "application/json"}};
    auto const act = [&](std::string const& origin) {
        return http(daemon_->port(), "POST", "/api/v1/devices/none/actions", with(from_page, {{"Origin", origin}}),
                    R"({"action":"flash_off"})");
    };
    EXPECT_EQ(act(kFriend).status, 404) << "there is no such board";
    EXPECT_EQ(act(kOther).status, 403);
}

TEST_F(CrossOriginPages, of_the_list_may_embed_pictures_and_streams) {
    std::pair<std::string, std::string> const page{"Referer", std::string(kFriend) + "/"};
    EXPECT_EQ(ask("/snapshot", {page}).header("Cross-Origin-Resource-Policy"), "cross-origin");
    EXPECT_EQ(ask("/snapshot", {page}).header("Access-Control-Allow-Origin"), "") << "and read nothing of them";
    for (auto const* other :
         {"https://evil.example/https://home.example:8123/", "https://home.example:8123.evil.example/",
          "https://home.example:8123@evil.example/", "https://home.example/", "junk", ""})
        EXPECT_EQ(ask("/snapshot", {{"Referer", other}}).header("Cross-Origin-Resource-Policy"), "same-origin")
            << other;
    for (auto const& [referer, policy] : {std::pair{std::string(kFriend) + "/a?b", "cross-origin"},
                                          std::pair{std::string(kOther) + "/", "same-origin"}}) {
        RawConnection stream{daemon_->port()};
        stream.send(
            "GET /stream HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.7\r\nAuthorization: Bearer " +
            std::string(kViewerToken) + "\r\nReferer: " + referer + "\r\n\r\n");
        auto const head = stream.receive_until("\r\n\r\n");
        EXPECT_NE(head.find(std::string("\r\nCross-Origin-Resource-Policy: ") + policy + "\r\n"), std::string::npos)
            << head;
        EXPECT_NE(head.find("\r\nVary: Origin, Referer\r\n"), std::string::npos) << head;
    }
}

TEST_F(CrossOriginPages, that_may_have_ours_in_a_frame_are_named) {
    auto const policy = ask("/", {}).header("Content-Security-Policy");
    EXPECT_NE(policy.find("frame-ancestors https://wall.example:443"), std::string::npos) << policy;
    settings_.frame_ancestors.clear();
    settings_.allowed_origins.clear();
    daemon_->reload(settings_);
    EXPECT_TRUE(eventually([&] {
        return ask("/", {}).header("Content-Security-Policy").find("frame-ancestors 'none'") != std::string::npos;
    }));
    auto const closed = ask("/snapshot", {{"Origin", kFriend}});
    EXPECT_EQ(closed.header("Access-Control-Allow-Origin"), "");
    EXPECT_EQ(closed.header("Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_EQ(closed.header("Vary"), "");
}

} // namespace
} // namespace watchpost::test
