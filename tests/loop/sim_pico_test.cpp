#include "sim_daemon.hpp"

#include <boost/asio/write.hpp>

namespace watchpost::sim {
namespace {

class SimPico : public SimDaemon {
protected:
    SimPico() {
        options_.cameras = 0;
        options_.move_speed = 100;
    }
};

json without_clock(json message) {
    for (auto const* key : {"timestamp", "device", "memory_free"})
        message.erase(key);
    return message;
}

json acked(std::string_view what, std::string_view status, std::string_view detail) {
    return {{"type", "ack"}, {"command_type", what}, {"status", status}, {"detail", detail}};
}

TEST_F(SimPico, GreetsAcksObeysAndAnswersPings) {
    play([&]() -> asio::awaitable<void> {
        auto board = co_await visit();
        EXPECT_EQ(board->request.target(), "/ws/pico");
        EXPECT_EQ(board->header("X-Device-ID"), "sim-pico-1");
        EXPECT_EQ(board->header("User-Agent"), "");
        co_await board->say(R"({"type":"connection_ack","status":"success","message":"hello"})");
        EXPECT_EQ(json::parse(co_await board->hear())["type"], "connect");
        EXPECT_EQ(json::parse(co_await board->hear())["command_type"], "connection_ack");

        co_await board->say(R"({"type":"servo","command":{"servo1":120,"servo2":60}})");
        json const moved = without_clock(co_await board->hear("ack"));
        EXPECT_EQ(moved, acked("servo", "success", "X=120°, Y=60°"));
        co_await board->say(R"({"type":"servo","command":{"servo1":120,"servo2":60}})");
        EXPECT_EQ((co_await board->hear("ack"))["status"], "ignored");

        websocket::ping_data const nothing;
        co_await board->link.async_ping(nothing, asio::use_awaitable);
        co_await board->say(R"({"type":"ping","timestamp":"2026-01-02T03:04:05","server_time":1.5})");
        EXPECT_EQ((co_await board->hear("pong"))["device"], "pico");
        EXPECT_EQ(board->pongs, 1);
    });
}

TEST_F(SimPico, RebootLeavesTheOldLinkHalfOpenAndForgetsTheAngles) {
    play([&]() -> asio::awaitable<void> {
        auto first = co_await visit();
        co_await first->say(R"({"type":"servo","command":{"servo1":120,"servo2":60}})");
        co_await first->hear("ack");
        co_await first->say(R"({"type":"action","command":{"action":"system_reboot"}})");
        EXPECT_EQ((co_await first->hear("log"))["level"], "warning");
        auto second = co_await visit();
        EXPECT_EQ((co_await second->hear("connect"))["servo1_angle"], 90);
        boost::system::error_code error;
        EXPECT_EQ(first->link.next_layer().available(error), 0U);
        EXPECT_FALSE(error);
    });
}

TEST_F(SimPico, CloseFrameIsAnsweredByTcpAloneAndItIsBackAtOnce) {
    play([&]() -> asio::awaitable<void> {
        auto first = co_await visit();
        co_await first->hear("connect");
        websocket::close_reason const going_away(websocket::close_code::going_away);
        auto const [error] = co_await first->link.async_close(going_away, asio::as_tuple(asio::use_awaitable));
        EXPECT_TRUE(error); // no close frame came back
        co_await visit();
    });
}

TEST_F(SimPico, CannotTakeFragments) {
    play([&]() -> asio::awaitable<void> {
        auto board = co_await visit();
        co_await board->hear("connect");
        std::string const beginning = "{\"type\"";
        auto const buffer = asio::buffer(beginning);
        co_await board->link.async_write_some(false, buffer, asio::use_awaitable);
        EXPECT_NE(co_await board->end(), websocket::error::closed);
    });
}

TEST_F(SimPico, RefusedItTriesAgainWithoutBackOffButWithinBounds) {
    options_.token = "some-token";
    play([&]() -> asio::awaitable<void> {
        std::vector<std::chrono::steady_clock::time_point> attempts;
        for (int i = 0; i < 4; ++i) {
            auto board = co_await request();
            attempts.push_back(std::chrono::steady_clock::now());
            EXPECT_EQ(board->header("Authorization"), "Bearer some-token");
            EXPECT_EQ(board->header("X-Device-ID"), "");
            std::string const refusal = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n";
            auto const buffer = asio::buffer(refusal);
            co_await asio::async_write(board->link.next_layer(), buffer, asio::use_awaitable);
        }
        EXPECT_GT(attempts[3] - attempts[0], std::chrono::milliseconds(900));
        EXPECT_LT(attempts[3] - attempts[0], std::chrono::seconds(5));
    });
}

TEST_F(SimPico, StopsWhileNobodyIsThere) {
    acceptor_.close();
    auto made = make_simulation(context_, options_);
    ASSERT_TRUE(made);
    (*made)->start();
    asio::steady_timer later(context_, std::chrono::milliseconds(100));
    later.async_wait([&](auto) { (*made)->stop(); });
    context_.run_for(std::chrono::seconds(10));
    EXPECT_TRUE(context_.stopped());
}

} // namespace
} // namespace watchpost::sim
