// Who is no browser on this machine or elsewhere: what comes through proxies, what speaks old or simple HTTP, and what
// can only show a password (SECURITY rules 1, 2 and 9).

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/eventually.hpp"
#include "support/jpeg_builder.hpp"
#include "support/secrets.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;
using Header = std::pair<std::string, std::string>;

Header const kSeer{"Authorization", "Bearer " + std::string(kViewerToken)};

std::string base64(std::string const& bytes) {
    constexpr auto digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        unsigned bits = 0;
        for (std::size_t k = 0; k < 3; ++k)
            bits = bits << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            text += i + k > bytes.size() ? '=' : digits[bits >> (18 - 6 * k) & 63U];
    }
    return text;
}

Header basic(std::string const& password, std::string const& name = "motion") {
    return {"Authorization", "Basic " + base64(name + ":" + password)};
}

class OtherClients : public testing::Test {
protected:
    explicit OtherClients(bool trusts_proxy = false) {
        change_secrets_in(folder_.path(), put_everybody);
        settings::Settings settings;
        settings.data_dir = folder_.path();
        settings.boards = {{"garden", DeviceKind::esp32cam, "camera"}};
        if (trusts_proxy) settings.trusted_proxies = {*IpRange::parse("127.0.0.1")};
        daemon_.emplace(settings);
        camera_.emplace(WsClient::open(daemon_->port(), "/ws/esp32cam", {{"Authorization", "Bearer camera"}}));
        camera_->send_binary(as_text(tiny_jpeg(320, 240)));
        EXPECT_TRUE(eventually([&] { return ask("/snapshot", {kSeer}).status == 200; }));
    }

    HttpReply ask(std::string const& target, Headers const& headers, std::string const& method = "GET") const {
        return http(daemon_->port(), method, target, headers);
    }
    /// The whole answer to a request that is written by hand.
    std::string raw(std::string const& request) const {
        RawConnection client{daemon_->port()};
        client.send(request);
        return client.receive_until("\r\n\r\n");
    }

    TemporaryFolder folder_;
    std::optional<DaemonInProcess> daemon_;
    std::optional<WsClient> camera_;
};

class Proxies : public OtherClients {
protected:
    Proxies()
        : OtherClients(true) {}

    Json whoami(Headers const& headers) const { return Json::parse(ask("/api/v1/whoami", headers).body); }
};

TEST_F(Proxies, leave_somebody_unknown_of_whom_they_say_nothing_readable) {
    for (auto const* chain : {"", "junk", "203.0.113.7,", "203.0.113.7, 127.0.0.1:x"}) {
        Header const said{"X-Forwarded-For", chain};
        EXPECT_EQ(ask("/livez", {said}).status, 200) << chain;
        EXPECT_EQ(whoami({said})["kind"], "nobody") << chain;
        EXPECT_EQ(whoami({said})["address"], "unknown") << chain;
        EXPECT_EQ(ask("/api/v1/devices", {said}).status, 401) << chain;
        EXPECT_EQ(ask("/api/v1/devices", {said, kSeer}).status, 200) << chain;
    }
    EXPECT_EQ(whoami({})["kind"], "nobody") << "a trusted proxy's own connection is not a person at this machine";
}

TEST_F(Proxies, are_followed_to_the_first_hop_that_is_not_trusted_and_no_further) {
    EXPECT_EQ(whoami({{"X-Forwarded-For", "junk, 203.0.113.7"}})["address"], "203.0.113.7");
    EXPECT_EQ(whoami({{"X-Forwarded-For", "203.0.113.7"}, {"X-Forwarded-For", "198.51.100.9"}})["address"],
              "198.51.100.9");
    EXPECT_EQ(whoami({{"X-Forwarded-For", "127.0.0.1, 198.51.100.9, 127.0.0.1"}})["address"], "198.51.100.9");
}

TEST_F(Proxies, that_call_the_scheme_wss_let_boards_and_dashboards_connect) {
    for (std::string const scheme : {"wss", "ws", "https", "http", "gopher"}) {
        Headers const through{{"X-Forwarded-For", "203.0.113.7"}, {"X-Forwarded-Proto", scheme}};
        auto with = through;
        with.emplace_back("Authorization", "Bearer camera");
        with.emplace_back("X-Device-ID", "porch-" + scheme);
        EXPECT_EQ(WsClient::status_of(daemon_->port(), "/ws/esp32cam", with), 101) << scheme;
        bool const secure = scheme == "wss" || scheme == "https";
        with = through;
        with.push_back(kSeer);
        with.emplace_back("Origin",
                          (secure ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(daemon_->port()));
        EXPECT_EQ(WsClient::status_of(daemon_->port(), "/ws", with), 101) << scheme;
        EXPECT_EQ(whoami(through)["secure"], secure) << scheme;
    }
}

TEST_F(OtherClients, on_this_machine_may_read_without_a_port_in_host) {
    for (std::string const host : {"localhost", "127.0.0.1", "[::1]"}) {
        Header const named{"Host", host};
        EXPECT_EQ(ask("/snapshot", {named}).status, 200) << host;
        EXPECT_EQ(ask("/api/v1/devices", {named}).status, 200) << host;
        EXPECT_TRUE(raw("GET /?action=stream HTTP/1.1\r\nHost: " + host + "\r\n\r\n").starts_with("HTTP/1.1 200 "));
        EXPECT_EQ(ask("/api/v1/whoami", {named}).status, 200);
        auto const acts = http(daemon_->port(), "POST", "/api/v1/devices/garden/actions",
                               {named, {"Content-Type", "application/json"}}, R"({"action":"flash_on"})");
        EXPECT_EQ(acts.status, 403) << "it only reads";
        EXPECT_NE(acts.body.find("Host names no port (ask for localhost:"), std::string::npos) << acts.body;
        EXPECT_EQ(WsClient::status_of(daemon_->port(), "/ws/pico", {named}), 101) << "boards of this machine";
    }
}

TEST_F(OtherClients, that_show_a_browser_are_told_why_they_may_not_read_without_a_port) {
    for (Header const& sign : {Header{"Origin", "http://localhost"}, Header{"Referer", "http://localhost/"},
                               Header{"Cookie", "a=b"}, Header{"Sec-Fetch-Site", "none"}}) {
        auto const reply = ask("/snapshot", {{"Host", "localhost"}, sign});
        EXPECT_EQ(reply.status, 401) << sign.first;
        EXPECT_NE(reply.body.find("Host names no port and a header is a browser's (ask for localhost:"),
                  std::string::npos)
            << reply.body;
        RawConnection board{daemon_->port()};
        board.send("GET /ws/pico HTTP/1.1\r\nHost: localhost\r\n" + sign.first + ": " + sign.second +
                   "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        EXPECT_EQ(board.receive_until("\r\n\r\n", 50ms), "") << "a board's refusal takes its time";
        daemon_->advance(2s);
        EXPECT_TRUE(board.receive_until("\r\n\r\n").starts_with("HTTP/1.1 401 ")) << sign.first;
    }
    EXPECT_EQ(ask("/snapshot", {{"Host", "localhost:1"}}).status, 401) << "another port";
    EXPECT_EQ(ask("/snapshot", {{"Host", "localhost"}, kFromAfar}).status, 401) << "a proxy passed it on";
    EXPECT_EQ(ask("/snapshot", {{"Host", "evil.example"}}).status, 421);
}

TEST_F(OtherClients, of_old_http_may_read_without_a_host) {
    EXPECT_TRUE(raw("GET /?action=snapshot HTTP/1.0\r\n\r\n").starts_with("HTTP/1.1 200 "));
    EXPECT_TRUE(raw("GET /stream HTTP/1.0\r\nUser-Agent: mjpg-streamer\r\n\r\n").starts_with("HTTP/1.1 200 "));
    EXPECT_TRUE(raw("GET /snapshot HTTP/1.0\r\n" + kFromAfar.first + ": " + kFromAfar.second + "\r\n\r\n")
                    .starts_with("HTTP/1.1 401 "));
    EXPECT_TRUE(raw("GET /snapshot HTTP/1.0\r\nCookie: a=b\r\n\r\n").starts_with("HTTP/1.1 421 "));
    auto const acts = raw("POST /api/v1/devices/garden/actions HTTP/1.0\r\nContent-Type: application/json\r\n"
                          "Content-Length: 2\r\n\r\n{}");
    EXPECT_TRUE(acts.starts_with("HTTP/1.1 421 ")) << acts;
    EXPECT_TRUE(raw("GET /snapshot HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 400 "));
    EXPECT_TRUE(raw("GET /snapshot\n").starts_with("HTTP/1.1 400 ")) << "at once, on a clock that stands still";
}

TEST_F(OtherClients, elsewhere_look_with_a_token_as_the_password) {
    for (auto const* token : {kViewerToken, kOperatorToken}) {
        EXPECT_EQ(ask("/snapshot", {kFromAfar, basic(token)}).status, 200);
        EXPECT_EQ(ask("/snapshot", {kFromAfar, basic(token, "")}).status, 200) << "whatever the name is";
        EXPECT_EQ(ask("/api/v1/devices", {kFromAfar, basic(token)}).status, 200);
        auto const acts =
            http(daemon_->port(), "POST", "/api/v1/devices/garden/actions",
                 {kFromAfar, basic(token), {"Content-Type", "application/json"}}, R"({"action":"flash_on"})");
        EXPECT_EQ(acts.status, 403) << "browsers send it by themselves, whichever page made them ask";
        EXPECT_EQ(ask("/snapshot", {kFromAfar, basic(token), {"Origin", "http://evil.example"}}).status, 403);
        EXPECT_EQ(WsClient::status_of(daemon_->port(), "/ws", {kFromAfar, basic(token)}), 403);
    }
    EXPECT_NE(http(daemon_->port(), "POST", "/api/v1/tickets", {kFromAfar, basic(kOperatorToken)}).status, 201)
        << "nor makes it more of itself";
    for (auto const& wrong :
         {basic("wrong"), basic(""), basic("tv:" + std::string(kViewerToken)), Header{"Authorization", "Basic !!!"},
          Header{"Authorization", "Basic"}, Header{"Authorization", "Basic " + base64(kViewerToken)}})
        EXPECT_EQ(ask("/snapshot", {kFromAfar, wrong}).status, 401) << wrong.second;
    EXPECT_EQ(WsClient::status_of(daemon_->port(), "/ws/esp32cam", {kFromAfar, basic("camera")}), 101)
        << "arduinoWebSockets' setAuthorization(user, password)";
    EXPECT_EQ(http(daemon_->port(), "POST", "/upload_frame",
                   {kFromAfar, basic("camera"), {"User-Agent", "Mozilla/5.0 (X11; Linux x86_64)"}}, "")
                  .status,
              401)
        << "a browser that learned it would send it for any page";
}

TEST_F(OtherClients, are_asked_for_a_password_and_browsers_are_not) {
    RawConnection player{daemon_->port()};
    player.send("GET /stream HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.7\r\n"
                "User-Agent: Lavf/59.27.100\r\n\r\n");
    auto const answer = player.receive_until("\r\n\r\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 401 ")) << answer;
    EXPECT_NE(answer.find("\r\nWWW-Authenticate: Basic realm=\"watchpost\""), std::string::npos) << answer;
    EXPECT_NE(answer.find("\r\nWWW-Authenticate: Bearer\r\n"), std::string::npos) << answer;
    for (Header const& sign : {Header{"User-Agent", "Mozilla/5.0 (X11; Linux x86_64)"}, Header{"Accept-Language", "de"},
                               Header{"Sec-Fetch-Mode", "cors"}, Header{"Cookie", "a=b"}}) {
        auto const reply = ask("/stream", {kFromAfar, sign});
        EXPECT_EQ(reply.header("WWW-Authenticate"), "Bearer") << sign.first << ": no dialog in the dashboard";
    }
    EXPECT_EQ(ask("/api/v1/tickets", {kFromAfar}, "POST").header("WWW-Authenticate"), "Bearer");
}

} // namespace
} // namespace watchpost::test
