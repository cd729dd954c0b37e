// Who did what, from where, with what result, is on the disk (SECURITY rule 40).

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/eventually.hpp"
#include "support/secrets.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

class AuditOnDisk : public testing::Test {
protected:
    AuditOnDisk() {
        change_secrets_in(folder_.path(), put_everybody);
        settings::Settings settings;
        settings.data_dir = folder_.path();
        settings.boards = {{"mast", DeviceKind::pico, "token"}};
        settings.stations = {{"porch", "porch", "mast"}};
        settings.trusted_proxies = {*IpRange::parse("127.0.0.1")};
        daemon_.emplace(settings);
    }

    HttpReply ask(std::string const& method, std::string const& target, std::string const& body = {},
                  Headers headers = {{"X-Forwarded-For", "192.0.2.7"}}) const {
        headers.emplace_back("Content-Type", "application/json");
        return http(daemon_->port(), method, target, headers, body);
    }
    static Headers as_program(char const* token = kOperatorToken) {
        return {{"X-Forwarded-For", "192.0.2.9"}, {"Authorization", "Bearer " + std::string(token)}};
    }
    /// A Pico that has said its first word, and may be given commands.
    WsClient open_pico() const {
        auto pico = WsClient::open(daemon_->port(), "/ws/pico", as_program("token"));
        pico.send_text(R"({"type":"connect","device":"pico","servo1_angle":90,"servo2_angle":75})");
        pico.receive_text_with("connection_ack");
        return pico;
    }
    HttpReply log_in(std::string const& name, std::string const& password) const {
        return ask("POST", "/api/v1/session", Json{{"name", name}, {"password", password}}.dump());
    }
    /// Each line without its time, command and endpoint, with blanks between.
    std::vector<std::string> lines() {
        daemon_->advance(600ms);
        std::vector<std::string> all;
        std::istringstream text{text_of(folder_.path() / "audit.jsonl")};
        for (std::string line; std::getline(text, line);) {
            auto const json = Json::parse(line);
            std::string shown;
            for (auto const* const member : {"kind", "who", "address", "what", "target", "detail", "result", "reason"})
                if (json.contains(member)) shown += (shown.empty() ? "" : " ") + json[member].get<std::string>();
            all.push_back(shown);
        }
        return all;
    }
    bool has(std::string const& line) {
        return eventually([&] {
            auto const all = lines();
            return std::find(all.begin(), all.end(), line) != all.end();
        });
    }
    std::string all() {
        std::string text;
        for (auto const& line : lines())
            text += line + "\n";
        return text;
    }

    TemporaryFolder folder_;
    std::optional<DaemonInProcess> daemon_;
};

TEST_F(AuditOnDisk, NamesWhoLoggedInAndOutAndWhoDidNot) {
    EXPECT_EQ(log_in("anna", "wrong").status, 401);
    EXPECT_EQ(log_in("my-secret-in-the-wrong-field", "x").status, 401);
    auto const cookie = log_in("anna", kPassword).header("Set-Cookie");
    EXPECT_EQ(ask("DELETE", "/api/v1/session", {},
                  {{"X-Forwarded-For", "192.0.2.7"},
                   {"Cookie", cookie.substr(0, cookie.find(';'))},
                   {"Origin", "http://127.0.0.1:" + std::to_string(daemon_->port())}})
                  .status,
              204);
    EXPECT_TRUE(has("nobody 192.0.2.7 log_in anna refused wrong_password")) << all();
    EXPECT_TRUE(has("nobody 192.0.2.7 log_in refused wrong_password")) << all();
    EXPECT_TRUE(has("person anna 192.0.2.7 log_in anna done")) << all();
    EXPECT_TRUE(has("person anna 192.0.2.7 log_out anna done")) << all();
    EXPECT_EQ(text_of(folder_.path() / "audit.jsonl").find("wrong-field"), std::string::npos);
}

TEST_F(AuditOnDisk, NamesWhoMovedAServoAndWhatTheBoardSaid) {
    auto pico = open_pico();
    EXPECT_EQ(ask("POST", "/api/v1/devices/mast/servo", R"({"pan":120,"tilt":60})", as_program()).status, 202);
    ASSERT_TRUE(pico.receive_text_with(R"("servo")"));
    pico.send_text(R"({"type":"ack","command_type":"servo","status":"error","detail":"it is stuck"})");
    EXPECT_TRUE(has("token hass 192.0.2.9 servo mast pan 120, tilt 60 accepted")) << all();
    EXPECT_TRUE(has("token hass 192.0.2.9 servo mast pan 120, tilt 60 refused it is stuck")) << all();
    auto dashboard = WsClient::open(daemon_->port(), "/ws", as_program());
    dashboard.send_text(
        R"({"type":"command","id":"a","device":"mast","command":{"type":"action","action":"emergency_stop"}})");
    EXPECT_TRUE(has("token hass 192.0.2.9 emergency_stop mast accepted")) << all();
    EXPECT_NE(text_of(folder_.path() / "audit.jsonl").find(R"("endpoint":"/ws")"), std::string::npos);
}

TEST_F(AuditOnDisk, NamesAProgramByItsTokenAndAViewerWhoMayNotAct) {
    auto pico = open_pico();
    EXPECT_EQ(ask("POST", "/api/v1/devices/mast/servo", R"({"pan":1})", as_program(kViewerToken)).status, 403);
    EXPECT_TRUE(has("token tv 192.0.2.9 request refused role")) << all();
    EXPECT_EQ(ask("POST", "/api/v1/devices/mast/actions", R"({"action":"emergency_stop"})", as_program()).status, 202);
    EXPECT_TRUE(eventually([&] {
        return all().find("token hass 192.0.2.9 emergency_stop mast accepted") != std::string::npos;
    })) << all();
}

TEST_F(AuditOnDisk, NamesWhoSavedAndDeletedAPreset) {
    auto const preset = "/api/v1/stations/porch/presets/door";
    EXPECT_EQ(ask("PUT", preset, R"({"pan":1,"tilt":2})", as_program()).status, 201);
    EXPECT_EQ(ask("DELETE", preset, {}, as_program()).status, 204);
    EXPECT_EQ(ask("DELETE", preset, {}, as_program()).status, 404);
    EXPECT_TRUE(has("token hass 192.0.2.9 preset_saved porch/door pan 1, tilt 2 done")) << all();
    EXPECT_TRUE(has("token hass 192.0.2.9 preset_deleted porch/door done")) << all();
    EXPECT_TRUE(has("token hass 192.0.2.9 preset_deleted porch/door failed there is none of that name")) << all();
}

TEST_F(AuditOnDisk, NamesWhatChangedInTheSecrets) {
    change_secrets_in(folder_.path(), [](auth::Secrets& secrets) {
        secrets.tokens.push_back({auth::TokenKind::pico, "mast", secrets.key.hash("t"), ""});
        put_password(secrets, "bert", auth::Role::viewer, "another good password");
    });
    daemon_->advance(2s);
    EXPECT_TRUE(has("local token_made pico/mast done")) << all();
    EXPECT_TRUE(eventually([&] { return all().find("local password_changed bert done") != std::string::npos; }))
        << all();
    change_secrets_in(folder_.path(), [](auth::Secrets& secrets) {
        std::erase_if(secrets.tokens, [](auto const& token) { return token.name == "mast"; });
        std::erase_if(secrets.people, [](auto const& person) { return person.name == "bert"; });
    });
    daemon_->advance(2s);
    EXPECT_TRUE(has("local token_revoked pico/mast done")) << all();
    EXPECT_TRUE(eventually([&] { return all().find("local person_removed bert done") != std::string::npos; })) << all();
}

TEST_F(AuditOnDisk, IsWholeWhenTheDaemonEnds) {
    auto pico = open_pico();
    for (int i = 0; i < 30; ++i)
        EXPECT_EQ(
            ask("POST", "/api/v1/devices/mast/servo", R"({"pan":)" + std::to_string(i) + "}", as_program()).status,
            202);
    daemon_->stop();
    daemon_->let_beat();
    daemon_.reset();
    auto const text = text_of(folder_.path() / "audit.jsonl");
    EXPECT_NE(text.find(R"("count":29)"), std::string::npos) << text;
}

} // namespace
} // namespace watchpost::test
