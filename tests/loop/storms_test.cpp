// What boards do after an outage: all come back at once, with headers that grew all the time, and those that are
// refused come again at once (DEVICES rules 2, 11 and 12).

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/durations.hpp"
#include "support/eventually.hpp"
#include "support/plain_socket.hpp"
#include "support/raw_ws.hpp"

#include <gtest/gtest.h>
#include <poll.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kHeaderLimit = 64 * 1024;

std::string handshake_of(std::string const& id, std::string const& more = {}) {
    return "GET /ws/esp32cam HTTP/1.1\r\nHost: 192.168.1.20\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: RVNQMzJDQU1FU1AzMkNBTQ==\r\nX-Device-ID: " +
           id + "\r\n" + more + "\r\n";
}

/// The first line of what came, once something has.
std::string first_line(Socket const& socket, std::chrono::milliseconds limit = 20s) {
    pollfd watched{socket.fd(), POLLIN, 0};
    if (poll(&watched, 1, static_cast<int>(limit.count())) <= 0) return {};
    char chunk[512];
    auto const n = recv(socket.fd(), chunk, sizeof chunk, 0);
    std::string const text(chunk, n > 0 ? static_cast<std::size_t>(n) : 0);
    return text.substr(0, text.find("\r\n"));
}

settings::Settings with_tokens() {
    settings::Settings settings;
    for (int i = 0; i < 100; ++i)
        settings.boards.push_back({"cam" + std::to_string(i), DeviceKind::esp32cam, "token"});
    return settings;
}

TEST(ReconnectStorm, of_a_hundred_boards_is_over_at_once) {
    DaemonInProcess daemon{with_tokens()};
    auto dashboard = WsClient::open(daemon.port(), "/ws");
    std::vector<Socket> boards;
    auto const begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 100; ++i)
        boards.emplace_back(dial(daemon.port()));
    // An outage of nine minutes is 55 attempts of five headers each.
    std::string grown;
    for (int i = 0; i < 55; ++i)
        grown += "Authorization: Bearer token\r\nX-Device-Type: ESP32CAM\r\nX-Device-Version: 1.0.0\r\n"
                 "X-Connection-Type: WebSocket\r\n";
    for (int i = 0; i < 100; ++i)
        EXPECT_TRUE(boards[static_cast<std::size_t>(i)].send(handshake_of("cam" + std::to_string(i), grown)));
    for (auto const& board : boards)
        EXPECT_EQ(first_line(board), "HTTP/1.1 101 Switching Protocols");
    auto const took = std::chrono::steady_clock::now() - begin;
    RecordProperty("took_ms", std::to_string(std::chrono::ceil<std::chrono::milliseconds>(took).count()));
    EXPECT_LT(took, kSlowdown * 3s) << "it takes 0.1 s; the rest is room for a machine that does something else";
    EXPECT_EQ(metric(daemon.port(), R"(watchpost_connections_open{endpoint="/ws/esp32cam"})"), 100);
    // Who looks on is told of all and stays.
    for (int online = 0; online < 100; ++online)
        ASSERT_TRUE(dashboard.receive_text_with("device_online")) << online;
    dashboard.send_text(R"({"type":"ping"})");
    EXPECT_TRUE(dashboard.receive_text_with(R"("pong")"));
}

/// A camera's handshake of exactly so many bytes.
std::string handshake_of_size(std::size_t size) {
    std::string const token = "Authorization: Bearer token\r\n";
    auto const bare = handshake_of("cam1", token + "X-Grown: \r\n").size();
    return handshake_of("cam1", token + "X-Grown: " + std::string(size - bare, 'x') + "\r\n");
}

TEST(HeaderGrowth, is_borne_up_to_64_kib_and_refused_beyond) {
    DaemonInProcess daemon{with_tokens()};
    for (std::size_t const size : {kHeaderLimit - 1, kHeaderLimit}) {
        RawConnection board{daemon.port()};
        board.send(handshake_of_size(size));
        EXPECT_TRUE(board.receive_until("\r\n\r\n").starts_with("HTTP/1.1 101 ")) << size;
    }
    RawConnection board{daemon.port()};
    board.send(handshake_of_size(kHeaderLimit + 256));
    auto const answer = board.receive_all();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 431 ")) << answer;
    EXPECT_TRUE(board.closed());
    // Without an end in sight neither.
    RawConnection endless{daemon.port()};
    std::thread sender([&endless] {
        endless.send("GET /ws/esp32cam HTTP/1.1\r\nHost: a\r\n");
        for (int i = 0; i < 10'000 && endless.send("X-Device-Type: ESP32CAM\r\n"); ++i) {
        }
    });
    EXPECT_TRUE(endless.receive_all().starts_with("HTTP/1.1 431 "));
    sender.join();
    EXPECT_EQ(http_get(daemon.port(), "/livez").status, 200);
}

TEST(Tarpit, holds_64_refusals_back_for_two_seconds_and_no_more) {
    DaemonInProcess daemon;
    std::vector<Socket> refused;
    constexpr std::size_t kBoards = 100;
    constexpr std::size_t kHeldBack = 64;
    // Two ids that contradict each other (DEVICES rule 2).
    for (std::size_t i = 0; i < kBoards; ++i) {
        refused.emplace_back(dial(daemon.port()));
        EXPECT_TRUE(refused.back().send(handshake_of("one", "X-Device-ID: other\r\n")));
    }
    auto const answered = [&refused] {
        std::vector<pollfd> watched;
        for (auto const& one : refused)
            watched.push_back({one.fd(), POLLIN, 0});
        return static_cast<std::size_t>(std::max(0, poll(watched.data(), watched.size(), 0)));
    };
    EXPECT_TRUE(eventually([&] { return answered() == kBoards - kHeldBack; })) << answered();
    daemon.let_beat();
    daemon.advance(1900ms);
    daemon.let_beat();
    EXPECT_EQ(answered(), kBoards - kHeldBack);
    // A board that may come in does not wait behind them.
    RawWs const board{daemon.port(), "/ws/esp32cam", {{"X-Device-ID", "welcome"}}};
    daemon.advance(100ms);
    daemon.let_beat();
    EXPECT_TRUE(eventually([&] { return answered() == kBoards; })) << answered();
    for (auto const& one : refused)
        EXPECT_EQ(first_line(one), "HTTP/1.1 401 Unauthorized");
    // There is room for the next.
    Socket const next{dial(daemon.port())};
    EXPECT_TRUE(next.send(handshake_of("one", "X-Device-ID: other\r\n")));
    EXPECT_EQ(first_line(next, 200ms), "");
}

TEST(Tarpit, lets_go_of_those_who_leave) {
    DaemonInProcess daemon;
    for (int i = 0; i < 200; ++i) {
        Socket const impatient{dial(daemon.port())};
        EXPECT_TRUE(impatient.send(handshake_of("one", "X-Device-ID: other\r\n")));
    }
    EXPECT_TRUE(eventually(
        [&daemon] { return metric(daemon.port(), R"(watchpost_refusals_total{reason="no_credential"})") == 200; }));
    daemon.advance(2s);
    daemon.let_beat();
    // All places are free again.
    Socket const next{dial(daemon.port())};
    EXPECT_TRUE(next.send(handshake_of("one", "X-Device-ID: other\r\n")));
    EXPECT_EQ(first_line(next, 200ms), "") << "it is not held back";
    EXPECT_EQ(http_get(daemon.port(), "/livez").status, 200);
}

} // namespace
} // namespace watchpost::test
