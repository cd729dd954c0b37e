#include "support/daemon_in_process.hpp"
#include "support/http_client.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

class Leftovers : public testing::Test {
protected:
    std::string get(std::string const& target, std::string const& headers = "") const {
        return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(daemon_.port()) + "\r\n" + headers +
               "\r\n";
    }
    std::string upgrade(std::string const& target) const {
        return get(target, "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                           "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n");
    }

    DaemonInProcess daemon_;
    RawConnection client_{daemon_.port()};
};

TEST_F(Leftovers, requests_in_one_packet_are_answered_one_after_the_other) {
    client_.send(get("/livez") + get("/nothing-here-yet?x=1", "") + get("/readyz"));
    auto const answers = client_.receive_all();

    // The 404 in the middle closes the connection, as every refusal does.
    EXPECT_NE(answers.find("ok\n"), std::string::npos);
    EXPECT_NE(answers.find("HTTP/1.1 404 "), std::string::npos);
    EXPECT_EQ(answers.find("ready\n"), std::string::npos);
    EXPECT_LT(answers.find("ok\n"), answers.find("HTTP/1.1 404 "));
}

TEST_F(Leftovers, a_hundred_pipelined_requests_get_a_hundred_answers) {
    std::string requests;
    for (int i = 0; i < 99; ++i)
        requests += get("/livez");
    client_.send(requests + get("/readyz", "Connection: close\r\n"));
    auto const answers = client_.receive_all();

    std::size_t count = 0;
    for (auto at = answers.find("ok\n"); at != std::string::npos; at = answers.find("ok\n", at + 1))
        ++count;
    EXPECT_EQ(count, 99u);
    EXPECT_TRUE(answers.ends_with("ready\n"));
    EXPECT_TRUE(client_.closed());
}

TEST_F(Leftovers, half_a_request_behind_a_whole_one_waits_for_its_rest) {
    auto const second = get("/readyz");
    client_.send(get("/livez") + second.substr(0, 9));
    ASSERT_NE(client_.receive_until("ok\n").find("ok\n"), std::string::npos);

    client_.send(second.substr(9));

    EXPECT_NE(client_.receive_until("ready\n").find("ready\n"), std::string::npos);
}

TEST_F(Leftovers, half_a_request_behind_a_whole_one_has_the_header_deadline) {
    client_.send(get("/livez") + "GET /rea");
    ASSERT_NE(client_.receive_until("ok\n").find("ok\n"), std::string::npos);
    daemon_.advance(5s);

    EXPECT_EQ(client_.receive_all(), "");
    EXPECT_TRUE(client_.closed());
}

TEST_F(Leftovers, a_request_may_be_followed_by_an_upgrade) {
    client_.send(get("/livez") + upgrade("/ws"));

    auto const answers = client_.receive_until(R"("type":"status")");

    EXPECT_NE(answers.find("ok\n"), std::string::npos);
    EXPECT_NE(answers.find("HTTP/1.1 101 Switching Protocols\r\n"), std::string::npos);
}

TEST_F(Leftovers, bytes_behind_an_upgrade_are_refused) {
    for (auto const* path : {"/ws", "/ws/video", "/ws/esp32cam", "/ws/pico"}) {
        RawConnection client{daemon_.port()};
        client.send(upgrade(path) + std::string("\x81\x80\0\0\0\0", 6));

        EXPECT_TRUE(client.receive_all().starts_with("HTTP/1.1 400 ")) << path;
        EXPECT_TRUE(client.closed()) << path;
    }
    EXPECT_EQ(http_get(daemon_.port(), "/metrics").body.find("watchpost_connections_open{"), std::string::npos);
}

} // namespace
} // namespace watchpost::test
