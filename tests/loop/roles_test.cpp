// Every route of the router's table, for everyone who may come (SECURITY rule 10). A route that has no row here fails.

#include "support/daemon_in_process.hpp"
#include "support/http_client.hpp"
#include "support/route_table.hpp"
#include "support/secrets.hpp"
#include "support/temporary_folder.hpp"

#include <watchpost/json/json.hpp>

#include <gtest/gtest.h>

#include <map>

namespace watchpost::test {
namespace {

using net::Access;

constexpr auto kBoardToken = "a-camera-token";

std::pair<std::string, std::string> bearer(std::string const& token) {
    return {"Authorization", "Bearer " + token};
}

/// Who may do what, as it was decided, and not as the router says.
std::map<std::string, Access> const kDecided{
    {"GET /health", Access::open},
    {"GET /livez", Access::open},
    {"GET /readyz", Access::open},
    {"GET /login", Access::open},
    {"GET /api/v1/whoami", Access::open},
    {"POST /api/v1/session", Access::open},
    {"DELETE /api/v1/session", Access::open},
    {"POST /api/v1/tickets", Access::viewer},
    {"GET /", Access::viewer},
    {"GET /metrics", Access::viewer},
    {"GET /api/v1/status", Access::viewer},
    {"GET /api/v1/devices", Access::viewer},
    {"GET /api/v1/devices/{id}/diagnosis", Access::viewer},
    {"GET /api/v1/events", Access::viewer},
    {"GET /api/v1/commands/{id}", Access::viewer},
    {"GET /api/v1/stations", Access::viewer},
    {"GET /api/v1/stations/{id}", Access::viewer},
    {"GET /api/v1/stations/{id}/presets", Access::viewer},
    {"GET /api/v1/stations/{id}/presets/{name}", Access::viewer},
    {"GET /api/v1/photos", Access::viewer},
    {"GET /api/v1/photos/{id}", Access::viewer},
    {"GET /api/v1/cameras/{id}/frame.jpeg", Access::viewer},
    {"GET /api/v1/cameras/{id}/stream.mjpeg", Access::viewer},
    {"GET /snapshot", Access::viewer},
    {"GET /capture", Access::viewer},
    {"GET /stream", Access::viewer},
    {"GET /esp32_video_feed", Access::viewer},
    {"GET /get_gallery", Access::viewer},
    {"GET /gallery/{filename}", Access::viewer},
    {"GET /get_photo_count", Access::viewer},
    {"GET /get_status", Access::viewer},
    {"GET /get_esp32cam_status", Access::viewer},
    {"GET /ws/video", Access::viewer},
    {"POST /api/v1/devices/{id}/servo", Access::operate},
    {"POST /api/v1/devices/{id}/actions", Access::operate},
    {"PUT /api/v1/stations/{id}/presets/{name}", Access::operate},
    {"DELETE /api/v1/stations/{id}/presets/{name}", Access::operate},
    {"POST /api/v1/stations/{id}/presets/{name}/go", Access::operate},
    {"DELETE /api/v1/photos/{id}", Access::operate},
    {"POST /set_servo", Access::operate},
    {"POST /set_action", Access::operate},
    {"POST /manual_photo", Access::operate},
    {"POST /delete_photo/{filename}", Access::operate},
    {"POST /upload_photo", Access::upload},
    {"POST /upload_frame", Access::upload},
    {"GET /ws", Access::own},
    {"GET /ws/esp32cam", Access::own},
    {"GET /ws/pico", Access::own},
};

std::string name_of(net::Route const& route) {
    return route.method + " " + route.pattern;
}

/// With something in place of each {name}.
std::string filled(std::string path) {
    for (auto begin = path.find('{'); begin != std::string::npos; begin = path.find('{'))
        path.replace(begin, path.find('}') - begin + 1, "x");
    return path;
}

TEST(RoleTable, decides_every_route) {
    RouteTable const table;
    std::map<std::string, Access> there;
    for (auto const& route : table.routes()) {
        EXPECT_TRUE(there.emplace(name_of(route), route.access).second) << name_of(route) << " is there twice";
        ASSERT_TRUE(kDecided.contains(name_of(route))) << name_of(route) << " has no row in this test";
        EXPECT_EQ(route.access, kDecided.at(name_of(route))) << name_of(route);
    }
    for (auto const& [name, access] : kDecided)
        EXPECT_TRUE(there.contains(name)) << name << " is not there any more";
    for (auto const& file : RouteTable::files())
        EXPECT_EQ(file.access, file.pattern == "/index.html" ? Access::viewer : Access::open) << file.pattern;
}

class Roles : public testing::Test {
protected:
    Roles() {
        change_secrets_in(folder_.path(), put_everybody);
        settings::Settings settings;
        settings.data_dir = folder_.path();
        settings.boards = {{"porch", DeviceKind::esp32cam, kBoardToken}};
        daemon_.emplace(settings);
        settings.behind_proxy = true;
        proxied_.emplace(settings);
        viewer_ = cookie_of("bert");
        operator_ = cookie_of("anna");
    }

    std::pair<std::string, std::string> cookie_of(std::string const& name) const {
        nlohmann::json const body{{"name", name}, {"password", kPassword}};
        auto const reply = http(daemon_->port(), "POST", "/api/v1/session",
                                {kFromAfar, {"Content-Type", "application/json"}}, body.dump());
        auto const set = reply.header("Set-Cookie");
        EXPECT_EQ(reply.status, 200) << reply.body;
        return {"Cookie", set.substr(0, set.find(';'))};
    }

    std::pair<std::string, std::string> our_origin() const {
        return {"Origin", "http://127.0.0.1:" + std::to_string(daemon_->port())};
    }

    static int status(DaemonInProcess const& daemon, net::Route const& route, Headers const& headers) {
        return http(daemon.port(), route.method, filled(route.pattern), headers).status;
    }
    int status(net::Route const& route, Headers const& headers) const { return status(*daemon_, route, headers); }

    /// What somebody gets who is refused before the route is asked.
    static bool is_refused(int status) { return status == 401 || status == 403; }

    static void expect(bool may_pass, int refusal, int outcome, char const* who) {
        if (may_pass) {
            EXPECT_FALSE(is_refused(outcome)) << who << " got " << outcome;
        } else {
            EXPECT_EQ(outcome, refusal) << who;
        }
    }

    TemporaryFolder folder_;
    std::optional<DaemonInProcess> daemon_;
    std::optional<DaemonInProcess> proxied_;
    std::pair<std::string, std::string> viewer_;
    std::pair<std::string, std::string> operator_;
};

TEST_F(Roles, of_every_route_are_kept) {
    RouteTable const table;
    auto routes = table.routes();
    for (auto& file : RouteTable::files())
        routes.push_back(std::move(file));
    ASSERT_GT(routes.size(), 60U);
    for (auto const& route : routes) {
        if (name_of(route) == "DELETE /api/v1/session") continue; // it would log out who is asked about below
        SCOPED_TRACE(name_of(route));
        bool const is_own = route.access == Access::own; // which decide when it comes to the handshake
        bool const is_open = route.access == Access::open || is_own;
        bool const is_view = route.access == Access::viewer;
        bool const is_upload = route.access == Access::upload;

        EXPECT_FALSE(is_refused(status(route, {}))) << "somebody at this machine";
        for (auto const& origin : {"http://evil.example", "null"}) {
            auto const by_page = status(route, {{"Origin", origin}});
            int const expected = !is_open ? 401 : route.method == "POST" ? 403 : by_page;
            EXPECT_EQ(by_page, expected) << "a page of " << origin;
        }
        EXPECT_EQ(status(route, {{"Host", "evil.example"}}), is_own ? 426 : 421) << "DNS that was made to point here";

        auto const wrong = bearer("wrong");
        expect(is_open, 401, status(route, {kFromAfar}), "a stranger");
        expect(is_open, 401, status(route, {kFromAfar, wrong, {"Cookie", "watchpost_session=wrong"}}), "a guess");
        expect(is_open, 401, status(*proxied_, route, {}), "somebody behind a proxy");
        expect(is_open || is_upload, 403, status(route, {kFromAfar, bearer(kBoardToken)}), "a camera");
        expect(is_open || is_view, 403, status(route, {kFromAfar, bearer(kViewerToken)}), "a program that looks");
        expect(is_open || is_view, 403, status(route, {kFromAfar, viewer_, our_origin()}), "a viewer");
        expect(true, 0, status(route, {kFromAfar, bearer(kOperatorToken)}), "a program that acts");
        expect(true, 0, status(route, {kFromAfar, operator_, our_origin()}), "an operator");

        if (route.method == "GET") continue;
        EXPECT_EQ(status(route, {kFromAfar, operator_}), 403) << "the cookie without a page";
        EXPECT_EQ(status(route, {kFromAfar, operator_, {"Origin", "http://evil.example"}}), 403)
            << "the cookie, by a foreign page";
        EXPECT_EQ(status(route, {kFromAfar, bearer(kOperatorToken), {"Origin", "http://evil.example"}}), 403)
            << "a token, by a foreign page";
    }
}

TEST_F(Roles, of_upgrades_are_kept) {
    struct Row {
        std::string path;
        Headers headers;
        int status;
    };
    std::pair<std::string, std::string> const evil{"Origin", "http://evil.example"};
    for (auto const& path : {"/ws", "/ws/video"}) {
        for (auto const& [headers, expected] :
             std::vector<std::pair<Headers, int>>{{{}, 101},
                                                  {{our_origin()}, 101},
                                                  {{evil}, 401},
                                                  {{{"Origin", "null"}}, 401},
                                                  {{{"Host", "evil.example"}}, 421},
                                                  {{kFromAfar}, 401},
                                                  {{kFromAfar, bearer("wrong")}, 401},
                                                  {{kFromAfar, bearer(kViewerToken)}, 101},
                                                  {{kFromAfar, bearer(kViewerToken), evil}, 403},
                                                  {{kFromAfar, viewer_, our_origin()}, 101},
                                                  {{kFromAfar, viewer_}, 403},
                                                  {{kFromAfar, viewer_, evil}, 403}}) {
            auto const& who = headers.empty() ? std::string("somebody here") : headers.back().second;
            EXPECT_EQ(WsClient::status_of(daemon_->port(), path, headers), expected) << path << " " << who;
        }
    }
}

TEST(OnEveryAddress, takes_ipv4_in_its_ipv6_form_for_what_it_is) {
    settings::Settings settings;
    settings.listen.address = "::";
    DaemonInProcess const daemon{settings};
    auto const here = nlohmann::json::parse(http_get(daemon.port(), "/api/v1/whoami").body);
    EXPECT_EQ(here["kind"], "local");
    EXPECT_EQ(here["role"], "operator");
    EXPECT_EQ(here["address"], "127.0.0.1");
}

} // namespace
} // namespace watchpost::test
