// Logging in and out, tickets, and what ends with a session (SECURITY rules 2, 5, 6 and 9), on a clock that is moved.

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/eventually.hpp"
#include "support/secrets.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

/// Not from this machine, and with a trusted proxy's word for where from.
Headers from(std::string const& client = "203.0.113.7") {
    return {{"X-Forwarded-For", client}};
}

Headers operator+(Headers headers, std::pair<std::string, std::string> const& more) {
    headers.push_back(more);
    return headers;
}

class Account : public testing::Test {
protected:
    Account() {
        change_secrets_in(folder_.path(), put_everybody);
        settings::Settings settings;
        settings.data_dir = folder_.path();
        settings.boards = {{"garden", DeviceKind::esp32cam, "camera"}};
        settings.trusted_proxies = {*IpRange::parse("127.0.0.1")};
        daemon_.emplace(settings);
    }

    HttpReply ask(std::string const& method, std::string const& target, Headers const& headers,
                  std::string const& body = {}) const {
        return http(daemon_->port(), method, target, headers, body);
    }
    HttpReply log_in(std::string const& name, std::string const& password, Headers headers = from()) const {
        Json const body{{"name", name}, {"password", password}};
        headers.emplace_back("Content-Type", "application/json");
        return ask("POST", "/api/v1/session", headers, body.dump());
    }
    /// The header that shows the session of `name`.
    std::pair<std::string, std::string> session_of(std::string const& name) const {
        auto const set = log_in(name, kPassword).header("Set-Cookie");
        return {"Cookie", set.substr(0, set.find(';'))};
    }
    std::pair<std::string, std::string> origin() const {
        return {"Origin", "http://127.0.0.1:" + std::to_string(daemon_->port())};
    }
    Json whoami(Headers const& headers) const {
        return Json::parse(ask("GET", "/api/v1/whoami", headers).body, nullptr, false);
    }
    double metric_of(std::string const& reason) const {
        auto const page =
            ask("GET", "/metrics", from() + std::pair{"Authorization", "Bearer " + std::string(kViewerToken)});
        auto const name = "watchpost_refusals_total{reason=\"" + reason + "\"} ";
        auto const at = page.body.find(name);
        return at == std::string::npos ? 0 : std::stod(page.body.substr(at + name.size()));
    }
    /// A camera whose picture the daemon has.
    WsClient open_camera_with_frame() {
        auto camera =
            WsClient::open(daemon_->port(), "/ws/esp32cam",
                           from() + std::pair{"Authorization", "Bearer camera"} + std::pair{"X-Device-ID", "garden"});
        camera.send_binary(as_text(tiny_jpeg(320, 240)));
        auto const bearer = std::pair{"Authorization", "Bearer " + std::string(kViewerToken)};
        EXPECT_TRUE(eventually([&] { return ask("GET", "/snapshot", from() + bearer).status == 200; }));
        return camera;
    }
    void let_notice() {
        daemon_->advance(1100ms);
        daemon_->let_beat();
        daemon_->let_beat();
    }

    TemporaryFolder folder_;
    std::optional<DaemonInProcess> daemon_;
};

TEST_F(Account, whoami_tells_nobody_nothing_but_how_to_come_in) {
    auto const nobody = whoami(from());
    EXPECT_EQ(nobody["kind"], "nobody");
    EXPECT_EQ(nobody["name"], nullptr);
    EXPECT_EQ(nobody["role"], nullptr);
    EXPECT_EQ(nobody["address"], "203.0.113.7");
    EXPECT_EQ(nobody["secure"], false);
    EXPECT_EQ(nobody["people"], true);
    auto const token = whoami(from() + std::pair{"Authorization", "Bearer " + std::string(kViewerToken)});
    EXPECT_EQ(token["kind"], "token");
    EXPECT_EQ(token["name"], "tv");
    EXPECT_EQ(token["role"], "viewer");
}

TEST_F(Account, login_gives_a_cookie_out_of_the_reach_of_scripts_that_opens_what_the_role_opens) {
    auto const reply = log_in("bert", kPassword);
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(Json::parse(reply.body)["role"], "viewer");
    auto const set = reply.header("Set-Cookie");
    for (auto const* part : {"watchpost_session=", "; HttpOnly", "; SameSite=Strict", "; Path=/", "; Max-Age="})
        EXPECT_NE(set.find(part), std::string::npos) << set;
    EXPECT_EQ(set.find("Secure"), std::string::npos) << "this is plain http";
    std::pair<std::string, std::string> const cookie{"Cookie", set.substr(0, set.find(';'))};
    EXPECT_EQ(whoami(from() + cookie)["name"], "bert");
    EXPECT_EQ(ask("GET", "/api/v1/devices", from() + cookie).status, 200);
    EXPECT_NE(log_in("bert", kPassword).header("Set-Cookie"), set) << "new at login";

    auto const secure =
        log_in("anna", kPassword, from() + std::pair{"X-Forwarded-Proto", "https"}).header("Set-Cookie");
    EXPECT_TRUE(secure.starts_with("__Host-watchpost_session=")) << secure;
    EXPECT_NE(secure.find("; Secure"), std::string::npos);
}

TEST_F(Account, login_that_is_wrong_looks_the_same_whatever_is_wrong) {
    auto const wrong = log_in("anna", "not the password");
    auto const unknown = log_in("nobody", kPassword);
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(unknown.status, 401);
    EXPECT_EQ(wrong.body, unknown.body);
    EXPECT_EQ(wrong.header("Set-Cookie"), "");
}

TEST_F(Account, login_wants_json_of_a_page_of_ours) {
    auto const body = R"({"name":"anna","password":"a good password"})";
    EXPECT_EQ(ask("POST", "/api/v1/session", from(), body).status, 415);
    auto const json = from() + std::pair{"Content-Type", "application/json"};
    EXPECT_EQ(ask("POST", "/api/v1/session", json + std::pair{"Origin", "http://evil.example"}, body).status, 403);
    EXPECT_EQ(ask("POST", "/api/v1/session", json + origin(), body).status, 200);
    for (auto const* bad : {"", "[]", "{}", R"({"name":"anna"})", R"({"name":1,"password":"x"})"})
        EXPECT_EQ(ask("POST", "/api/v1/session", json, bad).status, 400) << bad;
    EXPECT_EQ(ask("POST", "/api/v1/session", json, std::string(20'000, ' ')).status, 413);
}

TEST_F(Account, login_has_to_wait_after_five_wrong_ones_and_nobody_else_has) {
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(log_in("anna", "wrong password").status, 401);
    RawConnection blocked{daemon_->port()};
    auto const body = R"({"name":"anna","password":"a good password"})";
    blocked.send("POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.7\r\n"
                 "Content-Type: application/json\r\nContent-Length: " +
                 std::to_string(std::string(body).size()) + "\r\n\r\n" + body);
    EXPECT_EQ(blocked.receive_until("\r\n", 300ms), "") << "it takes about as long as a wrong one";
    daemon_->advance(1s);
    EXPECT_TRUE(blocked.receive_all().starts_with("HTTP/1.1 401 ")) << "even with the right password";
    EXPECT_EQ(log_in("anna", kPassword, from("203.0.113.8")).status, 200);
    daemon_->advance(10s);
    EXPECT_EQ(log_in("anna", kPassword).status, 200);
    EXPECT_EQ(metric_of("too_many_attempts"), 1);
}

TEST_F(Account, logout_ends_every_session_of_that_person_and_what_was_opened_with_them) {
    auto const one = session_of("anna");
    auto const two = session_of("anna");
    auto const bert = session_of("bert");
    auto socket = WsClient::open(daemon_->port(), "/ws", from() + two + origin());
    auto video = WsClient::open(daemon_->port(), "/ws/video", from() + two + origin());
    auto other = WsClient::open(daemon_->port(), "/ws", from() + bert + origin());

    auto const reply = ask("DELETE", "/api/v1/session", from() + one + origin());

    EXPECT_EQ(reply.status, 204);
    EXPECT_NE(reply.header("Set-Cookie").find("Max-Age=0"), std::string::npos);
    for (auto* const link : {&socket, &video}) {
        auto const close = link->wait_for_close();
        ASSERT_TRUE(close);
        EXPECT_EQ(close->code, 1000);
        EXPECT_EQ(close->reason, "logged out");
    }
    EXPECT_EQ(whoami(from() + one)["kind"], "nobody");
    EXPECT_EQ(whoami(from() + two)["kind"], "nobody");
    EXPECT_EQ(whoami(from() + bert)["kind"], "person");
    other.send_text(R"({"type":"ping"})");
    EXPECT_TRUE(other.receive_text_with("pong"));
}

TEST_F(Account, new_password_ends_sessions_and_streams_once_the_file_is_written) {
    auto const anna = session_of("anna");
    auto camera = open_camera_with_frame();
    RawConnection stream{daemon_->port()};
    stream.send("GET /stream HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 203.0.113.7\r\nCookie: " + anna.second +
                "\r\n\r\n");
    EXPECT_NE(stream.receive_until("image/jpeg"), "");
    change_secrets_in(folder_.path(), [](auth::Secrets& secrets) {
        put_password(secrets, "anna", auth::Role::operator_, "another password");
    });
    let_notice();
    stream.receive_all();
    EXPECT_TRUE(stream.closed());
    EXPECT_EQ(whoami(from() + anna)["kind"], "nobody");
    EXPECT_EQ(log_in("anna", kPassword).status, 401);
    EXPECT_EQ(log_in("anna", "another password").status, 200);
}

TEST_F(Account, revoked_token_ends_what_was_opened_with_it) {
    std::pair<std::string, std::string> const bearer{"Authorization", "Bearer " + std::string(kViewerToken)};
    auto socket = WsClient::open(daemon_->port(), "/ws", from() + bearer);
    change_secrets_in(folder_.path(), [](auth::Secrets& secrets) { secrets.tokens.clear(); });
    let_notice();
    auto const close = socket.wait_for_close();
    ASSERT_TRUE(close);
    EXPECT_EQ(close->code, 1000);
    EXPECT_EQ(WsClient::status_of(daemon_->port(), "/ws", from() + bearer), 401);
}

TEST_F(Account, revoked_token_of_a_board_ends_its_link) {
    change_secrets_in(folder_.path(), [](auth::Secrets& secrets) {
        secrets.tokens.push_back({auth::TokenKind::pico, "mast", secrets.key.hash("token-of-the-mast"), ""});
    });
    let_notice();
    std::pair<std::string, std::string> const bearer{"Authorization", "Bearer token-of-the-mast"};
    ASSERT_TRUE(eventually([&] { return whoami(from() + bearer)["kind"] == "board"; }));
    auto board = WsClient::open(daemon_->port(), "/ws/pico", from() + bearer);
    change_secrets_in(folder_.path(), [](auth::Secrets& secrets) { secrets.tokens.pop_back(); });
    let_notice();
    auto const close = board.wait_for_close();
    ASSERT_TRUE(close);
    EXPECT_EQ(close->code, 1008);
}

TEST_F(Account, session_ends_by_itself_in_the_end) {
    auto const anna = session_of("anna");
    daemon_->advance(11h);
    EXPECT_EQ(whoami(from() + anna)["kind"], "person");
    daemon_->advance(12h);
    EXPECT_EQ(whoami(from() + anna)["kind"], "nobody");
}

TEST_F(Account, broken_secrets_leave_the_old_ones_in_force) {
    std::filesystem::permissions(folder_.path() / "secrets.json", std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);
    let_notice();
    EXPECT_EQ(log_in("anna", kPassword).status, 200);
}

TEST_F(Account, ticket_opens_one_connection_as_who_asked_for_it) {
    std::pair<std::string, std::string> const bearer{"Authorization", "Bearer " + std::string(kViewerToken)};
    EXPECT_EQ(ask("POST", "/api/v1/tickets", from()).status, 401);
    auto const reply = ask("POST", "/api/v1/tickets", from() + bearer);
    ASSERT_EQ(reply.status, 201) << reply.body;
    auto const ticket = Json::parse(reply.body);
    EXPECT_EQ(ticket["expires_in"], 30);
    auto const target = "/ws?ticket=" + ticket["ticket"].get<std::string>();

    EXPECT_EQ(ask("GET", "/api/v1/devices?ticket=" + ticket["ticket"].get<std::string>(), from()).status, 401);
    EXPECT_EQ(WsClient::status_of(daemon_->port(), target, from() + std::pair{"Origin", "http://evil.example"}), 403);
    auto const again = Json::parse(ask("POST", "/api/v1/tickets", from() + bearer).body)["ticket"].get<std::string>();
    EXPECT_EQ(WsClient::status_of(daemon_->port(), "/ws/video?ticket=" + again, from()), 101);
    EXPECT_EQ(WsClient::status_of(daemon_->port(), "/ws/video?ticket=" + again, from()), 401) << "it was used";
    auto const late = Json::parse(ask("POST", "/api/v1/tickets", from() + bearer).body)["ticket"].get<std::string>();
    daemon_->advance(30s);
    EXPECT_EQ(WsClient::status_of(daemon_->port(), "/ws?ticket=" + late, from()), 401) << "it is too old";
}

TEST_F(Account, viewer_sees_but_does_not_act_on_the_socket) {
    auto camera = open_camera_with_frame();
    std::string const command =
        R"({"type":"command","id":7,"device":"garden","command":{"type":"action","action":"flash_on"}})";
    auto viewer = WsClient::open(daemon_->port(), "/ws", from() + session_of("bert") + origin());
    viewer.send_text(command);
    auto const refused = viewer.receive_text_with("command_state");
    ASSERT_TRUE(refused);
    EXPECT_EQ(Json::parse(*refused)["state"], "refused");
    EXPECT_EQ(Json::parse(*refused)["id"], 7);
    auto acting = WsClient::open(daemon_->port(), "/ws", from() + session_of("anna") + origin());
    acting.send_text(command);
    EXPECT_NE(Json::parse(acting.receive_text_with("command_state").value_or("{}"))["state"], "refused");
}

TEST_F(Account, page_of_nobody_is_the_login_page) {
    auto const page = ask("GET", "/", from());
    EXPECT_EQ(page.status, 401);
    EXPECT_TRUE(page.header("Content-Type").starts_with("text/html")) << page.head;
    EXPECT_EQ(page.body, ask("GET", "/login", from()).body);
    EXPECT_EQ(ask("GET", "/login", from()).status, 200);
    auto const refused = ask("GET", "/?action=snapshot", from());
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(refused.header("Content-Type"), "application/problem+json");
    EXPECT_EQ(ask("GET", "/", from() + session_of("bert")).status, 200);
}

TEST_F(Account, refusals_become_one_event_a_minute_and_are_counted) {
    std::pair<std::string, std::string> const bearer{"Authorization", "Bearer " + std::string(kViewerToken)};
    for (int i = 0; i < 20; ++i)
        ask("GET", "/metrics", from() + std::pair{"Authorization", "Bearer s3cret"});
    EXPECT_EQ(ask("GET", "/", from() + std::pair{"Authorization", "Bearer s3cret"}).status, 401);
    EXPECT_EQ(ask("GET", "/", from()).status, 401) << "but who only comes to log in does not count";
    auto const events = ask("GET", "/api/v1/events", from() + bearer).body;
    EXPECT_EQ(events.find("s3cret"), std::string::npos);
    auto const list = Json::parse(events)["events"];
    ASSERT_EQ(list.size(), 1U) << events;
    EXPECT_EQ(list[0]["type"], "access_refused");
    EXPECT_EQ(list[0]["address"], "203.0.113.7");
    EXPECT_EQ(list[0]["request"], "GET /metrics");
    EXPECT_EQ(list[0]["reason"], "wrong_credential");
    EXPECT_EQ(list[0]["device"], nullptr);
    EXPECT_EQ(metric_of("wrong_credential"), 21);
    EXPECT_EQ(metric_of("no_credential"), 0);
}

} // namespace
} // namespace watchpost::test
