// What connections of this machine may do without a credential (SECURITY rule 1), and what ends when it becomes less.

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using settings::LocalAccess;

class LocalAccessTest : public testing::Test {
protected:
    static settings::Settings with(LocalAccess access) {
        auto settings = with_a_pico();
        settings.local_access = access;
        return settings;
    }
    DaemonInProcess& start(LocalAccess access) { return daemon_.emplace(with(access)); }
    int status(std::string const& path, Headers const& headers = {}) const {
        return WsClient::status_of(daemon_->port(), path, headers);
    }
    int act() const {
        return http(daemon_->port(), "POST", "/api/v1/devices/pan-tilt/servo", kJson, R"({"pan":90})").status;
    }
    nlohmann::json whoami() const { return get_json(daemon_->port(), "/api/v1/whoami"); }

    std::optional<DaemonInProcess> daemon_;
};

TEST_F(LocalAccessTest, operator_lets_this_machine_do_everything) {
    start(LocalAccess::operator_);
    EXPECT_EQ(whoami()["role"], "operator");
    EXPECT_EQ(act(), 202);
    EXPECT_EQ(status("/ws/esp32cam"), 101);
    EXPECT_EQ(status("/ws/pico"), 101);
}

TEST_F(LocalAccessTest, viewer_lets_this_machine_look_and_admits_no_board_without_a_token) {
    start(LocalAccess::viewer);
    EXPECT_EQ(whoami()["kind"], "local");
    EXPECT_EQ(whoami()["role"], "viewer");
    EXPECT_EQ(http_get(daemon_->port(), "/api/v1/devices").status, 200);
    EXPECT_EQ(status("/ws"), 101);
    EXPECT_EQ(status("/ws/video"), 101);
    EXPECT_EQ(act(), 403);
    EXPECT_EQ(status("/ws/pico", {{"Authorization", "Bearer token"}}), 101);
    RawConnection refused{daemon_->port()};
    refused.send("GET /ws/esp32cam HTTP/1.1\r\nHost: localhost:" + std::to_string(daemon_->port()) +
                 "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                 "Sec-WebSocket-Key: RVNQMzJDQU1FU1AzMkNBTQ==\r\n\r\n");
    EXPECT_EQ(refused.receive_until("\r\n", 300ms), "") << "refusals of boards take their time";
    daemon_->advance(2s);
    EXPECT_NE(refused.receive_until("\r\n").find(" 401 "), std::string::npos);
}

TEST_F(LocalAccessTest, none_lets_nobody_in_and_says_how_to_come_in) {
    start(LocalAccess::none);
    EXPECT_EQ(whoami()["kind"], "nobody");
    auto const because = whoami()["because"].get<std::string>();
    for (auto const* part : {"local_access", "watchpost passwd NAME"})
        EXPECT_NE(because.find(part), std::string::npos) << because;
    EXPECT_EQ(http_get(daemon_->port(), "/api/v1/devices").status, 401);
    EXPECT_EQ(http_get(daemon_->port(), "/").status, 401);
    EXPECT_EQ(http_get(daemon_->port(), "/livez").status, 200);
    EXPECT_EQ(act(), 401);
    EXPECT_EQ(status("/ws"), 401);
    EXPECT_EQ(status("/ws/pico", {{"Authorization", "Bearer token"}}), 101);
}

TEST_F(LocalAccessTest, that_becomes_less_ends_what_was_opened_with_more) {
    start(LocalAccess::operator_);
    auto acting = WsClient::open(daemon_->port(), "/ws");
    auto camera = open_camera(daemon_->port(), "cam");
    auto pico = WsClient::open(daemon_->port(), "/ws/pico", {{"Authorization", "Bearer token"}});
    daemon_->reload(with(LocalAccess::viewer));
    EXPECT_TRUE(acting.wait_for_close());
    EXPECT_TRUE(camera.wait_for_close());
    auto looking = WsClient::open(daemon_->port(), "/ws");
    daemon_->reload(with(LocalAccess::operator_));
    looking.send_text(R"({"type":"ping"})");
    EXPECT_TRUE(looking.receive_text_with("pong")) << "more ends nothing";
    daemon_->reload(with(LocalAccess::none));
    EXPECT_TRUE(looking.wait_for_close());
    pico.send_text(R"({"type":"ping","timestamp":1})");
    EXPECT_TRUE(pico.receive_text_with("pong")) << "a token is a token";
}

} // namespace
} // namespace watchpost::test
