// The wall clock may jump by years, in both directions: no deadline, lease or link is measured with it (SECURITY rule
// 27).

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/eventually.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

constexpr std::chrono::hours kYears{24 * 365 * 30};

class ClockJumps : public testing::TestWithParam<std::chrono::hours> {
protected:
    void jump() {
        daemon_.jump_wall(GetParam());
        daemon_.let_beat();
        daemon_.let_beat();
    }
    void pass(std::chrono::milliseconds time) {
        daemon_.advance(time);
        daemon_.let_beat();
    }

    std::uint64_t post(std::string const& target, std::string const& body) const {
        auto const reply = http(daemon_.port(), "POST", target, {{"Content-Type", "application/json"}}, body);
        EXPECT_EQ(reply.status, 202) << reply.body;
        return Json::parse(reply.body)["id"];
    }
    std::string state_of(std::uint64_t command) const {
        return get_json(daemon_.port(), "/api/v1/commands/" + std::to_string(command))["state"];
    }
    WsClient board(std::string const& endpoint) const {
        auto client = WsClient::open(daemon_.port(), endpoint, {{"X-Device-ID", "board"}});
        client.send_text("{}");
        EXPECT_TRUE(client.receive_text_with("connection_ack"));
        return client;
    }

    DaemonInProcess daemon_;
};

TEST_P(ClockJumps, a_command_that_waits_expires_when_its_own_time_is_over) {
    { auto const seen = board("/ws/pico"); }
    ASSERT_TRUE(eventually([this] { return device(daemon_.port(), "board")["online"] == false; }));
    auto const command = post("/api/v1/devices/board/servo", R"({"pan":91,"tilt":90,"ttl_ms":10000})");
    jump();
    EXPECT_EQ(state_of(command), "queued");
    pass(9900ms);
    EXPECT_EQ(state_of(command), "queued");
    pass(200ms);
    EXPECT_EQ(state_of(command), "expired");
}

TEST_P(ClockJumps, a_command_in_flight_waits_for_its_board) {
    auto pico = board("/ws/pico");
    auto const command = post("/api/v1/devices/board/servo", R"({"pan":91,"tilt":90})");
    ASSERT_TRUE(pico.receive_text_with(R"("servo1":91)"));
    jump();
    EXPECT_EQ(state_of(command), "sent");
    pico.send_text(R"({"type":"ack","command_type":"servo","status":"success","detail":"X=91°, Y=90°"})");
    EXPECT_TRUE(eventually([&] { return state_of(command) == "acknowledged"; }));
}

TEST_P(ClockJumps, the_lease_of_the_flash_lasts_as_long_as_ever) {
    auto camera = board("/ws/esp32cam");
    post("/api/v1/devices/board/actions", R"({"action":"flash_on"})");
    ASSERT_TRUE(camera.receive_text_with("flash_on"));
    camera.send_text(R"({"type":"flash","status":"on"})");
    jump();
    EXPECT_FALSE(camera.receive_text_with("flash_off", 200ms));
    pass(10s); // it answers the ping that is due
    EXPECT_FALSE(camera.receive_text_with("flash_off", 200ms));
    pass(10s);
    EXPECT_FALSE(camera.receive_text_with("flash_off", 200ms));
    pass(10s);
    EXPECT_TRUE(camera.receive_text_with("flash_off"));
}

TEST_P(ClockJumps, no_link_ends_and_silence_is_measured_as_ever) {
    auto pico = board("/ws/pico");
    auto dashboard = WsClient::open(daemon_.port(), "/ws");
    jump();
    for (auto* const client : {&pico, &dashboard}) {
        client->send_text(R"({"type":"ping"})");
        EXPECT_TRUE(client->receive_text_with(R"("pong")"));
    }
    pass(1s); // what it said is seen
    pass(24s);
    jump();
    EXPECT_EQ(device(daemon_.port(), "board")["online"], true);
    pass(2s);
    EXPECT_TRUE(eventually([this] { return device(daemon_.port(), "board")["online"] == false; }));
}

TEST_P(ClockJumps, a_request_has_its_five_seconds) {
    RawConnection slow{daemon_.port()};
    slow.send("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    EXPECT_EQ(http_get(daemon_.port(), "/livez").status, 200); // by now the slow one was accepted too
    jump();
    pass(4900ms);
    slow.send("\r\n");
    EXPECT_NE(slow.receive_until("ok\n").find(" 200 OK"), std::string::npos);
    jump();
    pass(29s); // it may ask again within 30 s
    slow.send("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    EXPECT_NE(slow.receive_until("ok\n").find(" 200 OK"), std::string::npos);
    pass(31s);
    slow.receive_all();
    EXPECT_TRUE(slow.closed());
}

INSTANTIATE_TEST_SUITE_P(Years, ClockJumps, testing::Values(kYears, -kYears),
                         [](auto const& given) { return given.param > 0h ? "ahead" : "back"; });

} // namespace
} // namespace watchpost::test
