#include "sim_daemon.hpp"

namespace watchpost::sim {
namespace {

class SimFirmware : public SimDaemon {
protected:
    SimFirmware() {
        options_.picos = 0;
        options_.token = "some-token";
    }
};

TEST_F(SimFirmware, TheNewestIsDeafAndABareFinMakesItStartAnew) {
    options_.camera_firmware = "newest";
    play([&]() -> asio::awaitable<void> {
        auto first = co_await visit();
        EXPECT_EQ(first->request.target(), "/ws");
        // There is room for what nobody reads at the end: a board that is stuck in sending sees no FIN.
        first->link.next_layer().set_option(asio::socket_base::receive_buffer_size(1 << 20));
        co_await first->say(R"({"action":"capture_photo","quality":80,"flash":false,"intensity":0})");
        for (int i = 0; i < 10; ++i) {
            std::string const message = co_await first->hear();
            EXPECT_TRUE(first->link.got_binary() || message.find("photo") == std::string::npos);
        }
        first->link.next_layer().shutdown(asio::socket_base::shutdown_send);
        auto second = co_await visit();
        EXPECT_EQ(second->request.count("Authorization"), 1U);
        EXPECT_EQ(json::parse(co_await second->hear())["token"], "some-token");
    });
}

TEST_F(SimFirmware, TheOlderSendsNothingAndLeavesAfterTenSeconds) {
    options_.camera_firmware = "older";
    play([&]() -> asio::awaitable<void> {
        auto board = co_await visit();
        co_await board->say(R"({"type":"connection_ack","status":"success","message":"hello"})");
        beast::flat_buffer buffer;
        auto const [error, size] = co_await board->link.async_read(buffer, asio::as_tuple(asio::use_awaitable));
        EXPECT_TRUE(error); // it does not wait for our close frame: Beast may meet a socket that is gone
        EXPECT_EQ(size, 0U);
        EXPECT_EQ(board->link.reason().code, websocket::close_code::normal);
        auto again = co_await visit();
        EXPECT_EQ(again->request.count("Authorization"), 2U);
    });
}

TEST_F(SimFirmware, TheSilentOneOnlyAnswersPings) {
    options_.camera_firmware = "silent";
    play([&]() -> asio::awaitable<void> {
        auto board = co_await visit();
        websocket::ping_data const nothing;
        co_await board->link.async_ping(nothing, asio::use_awaitable);
        // Nothing but pongs comes, so a read only ends with the simulation.
        asio::steady_timer enough(context_, std::chrono::milliseconds(300));
        enough.async_wait([&](auto) { simulation_->stop(); });
        EXPECT_EQ(co_await board->end(), websocket::error::closed);
        EXPECT_EQ(board->pongs, 2);
    });
}

} // namespace
} // namespace watchpost::sim
