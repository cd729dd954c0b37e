// What every answer tells a browser beside its body.

#include "support/daemon_in_process.hpp"
#include "support/eventually.hpp"
#include "support/http_client.hpp"
#include "support/lab_certificate.hpp"
#include "support/route_table.hpp"
#include "support/secrets.hpp"
#include "support/tls_tunnel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

constexpr auto kHsts = "Strict-Transport-Security";
constexpr auto kOpener = "Cross-Origin-Opener-Policy";

Headers const kOfAStranger{kFromAfar};

TEST(AnswerHeaders, are_tight_on_every_path_that_there_is) {
    DaemonInProcess const daemon;
    auto routes = RouteTable().routes();
    for (auto& file : RouteTable::files())
        routes.push_back(std::move(file));
    routes.push_back({"GET", "/no/such/path", {}, {}});
    for (auto const& route : routes) {
        if (route.method != "GET" || route.websocket || route.pattern.find("stream") != std::string::npos ||
            route.pattern.find("feed") != std::string::npos || route.pattern == "/")
            continue;
        for (auto const& headers : {Headers{}, kOfAStranger}) {
            auto const answer = http_get(daemon.port(), route.pattern, headers);
            auto const policy = answer.header("Content-Security-Policy");
            for (auto const* part :
                 {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"})
                EXPECT_THAT(policy, HasSubstr(part)) << route.pattern;
            EXPECT_THAT(policy, Not(HasSubstr("unsafe"))) << route.pattern;
            EXPECT_THAT(answer.header("Permissions-Policy"), HasSubstr("camera=()")) << route.pattern;
            EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff") << route.pattern;
            EXPECT_THAT(answer.header("Cache-Control"), AnyOf(HasSubstr("no-store"), "no-cache")) << route.pattern;
            EXPECT_EQ(answer.header("Server"), "watchpost") << route.pattern;
        }
    }
}

TEST(AnswerHeaders, are_kept_by_nobody_but_for_the_pages_files) {
    DaemonInProcess const daemon;
    for (auto const* path : {"/api/v1/photos", "/api/v1/whoami", "/snapshot", "/metrics", "/health", "/no/such/path"})
        EXPECT_THAT(http_get(daemon.port(), path).header("Cache-Control"), HasSubstr("no-store")) << path;
    EXPECT_EQ(http_get(daemon.port(), "/js/main.js").header("Cache-Control"), "no-cache");
}

class AnswerHeadersOverTls : public testing::Test {
protected:
    settings::Settings settings(std::chrono::seconds hsts = std::chrono::seconds(0)) const {
        settings::Settings settings;
        settings.tls.certificate = certificate_.certificate();
        settings.tls.key = certificate_.key();
        settings.tls.hsts = hsts;
        return settings;
    }
    HttpReply secure(std::string const& path) {
        TlsTunnel const tunnel{daemon_.tls_port(), certificate_.certificate()};
        return http_get(tunnel.port(), path, {{"Host", "127.0.0.1:" + std::to_string(daemon_.tls_port())}});
    }
    HttpReply plain(std::string const& path) { return http_get(daemon_.port(), path); }

    LabCertificate certificate_;
    DaemonInProcess daemon_{settings()};
};

TEST_F(AnswerHeadersOverTls, name_hsts_only_when_it_was_chosen_and_never_in_plain) {
    EXPECT_EQ(secure("/").header(kHsts), "");
    daemon_.reload(settings(std::chrono::seconds(86'400)));
    for (auto const* path : {"/", "/livez", "/no/such/path"}) {
        EXPECT_EQ(secure(path).header(kHsts), "max-age=86400") << path;
        EXPECT_EQ(plain(path).header(kHsts), "") << path;
    }
    daemon_.reload(settings());
    EXPECT_EQ(secure("/").header(kHsts), "");
}

TEST_F(AnswerHeadersOverTls, part_our_pages_from_their_openers) {
    EXPECT_EQ(secure("/").header(kOpener), "same-origin");
    EXPECT_EQ(plain("/").header(kOpener), "same-origin") << "browsers trust this machine's own names";
    EXPECT_EQ(http_get(daemon_.port(), "/", {{"Host", "192.0.2.5:3000"}}).header(kOpener), "")
        << "browsers would complain of it";
}

TEST(LogOut, clears_what_the_browser_kept) {
    DaemonInProcess const daemon;
    auto const answer = http(daemon.port(), "DELETE", "/api/v1/session", kJson, "{}");
    ASSERT_EQ(answer.status, 204) << answer.body;
    EXPECT_EQ(answer.header("Clear-Site-Data"), R"("cache", "storage")");
    EXPECT_THAT(answer.header("Set-Cookie"), HasSubstr("Max-Age=0"));
}

TEST(Strangers, learn_no_version_of_us) {
    DaemonInProcess const daemon;
    auto routes = RouteTable().routes();
    for (auto& file : RouteTable::files())
        routes.push_back(std::move(file));
    for (auto const& route : routes) {
        if (route.method != "GET" || route.websocket) continue;
        auto const answer = http_get(daemon.port(), route.pattern, kOfAStranger);
        EXPECT_THAT(answer.head + answer.body, Not(HasSubstr(WATCHPOST_VERSION))) << route.pattern;
    }
    EXPECT_THAT(http_get(daemon.port(), "/health").body, HasSubstr(WATCHPOST_VERSION)) << "who may look does";
}

} // namespace
} // namespace watchpost::test
