// What one credential may cost the others (SECURITY rules 32, 34, 35): ids, links, texts, events, complaints.

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/eventually.hpp"

#include <gtest/gtest.h>

#include <list>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

constexpr std::size_t kConfigured = 4;
constexpr std::size_t kFewNames = 8;

settings::Settings house() {
    settings::Settings settings;
    settings.boards = {{"porch", DeviceKind::esp32cam, "porch-token"},
                       {"yard", DeviceKind::esp32cam, "yard-token"},
                       {"mast", DeviceKind::pico, "mast-token"},
                       {"gate", DeviceKind::pico, "gate-token"}};
    return settings;
}

/// A board far away; without a token one of this machine.
std::string handshake(std::string const& path, std::string const& token, std::string const& id,
                      unsigned short port = 80) {
    auto text = "GET " + path + " HTTP/1.1\r\nHost: localhost:" + std::to_string(port) +
                "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: RVNQMzJDQU1FU1AzMkNBTQ==\r\nX-Device-ID: " +
                id + "\r\n";
    if (!token.empty()) text += "X-Forwarded-For: 203.0.113.7\r\nAuthorization: Bearer " + token + "\r\n";
    return text + "\r\n";
}

class Quota : public testing::Test {
protected:
    Json get(std::string const& target) const { return get_json(daemon_.port(), target); }
    std::size_t known() const { return get("/api/v1/devices").at("devices").size(); }
    double over(std::string const& what) const {
        return metric(daemon_.port(), R"(watchpost_over_quota_total{what=")" + what + "\"}");
    }
    double refused(std::string const& reason) const {
        return metric(daemon_.port(), R"(watchpost_refusals_total{reason=")" + reason + "\"}");
    }
    std::size_t events_of(std::string const& type) const {
        std::size_t count = 0;
        auto const answer = get("/api/v1/events");
        for (auto const& event : answer.at("events"))
            count += event.at("type") == type ? 1 : 0;
        return count;
    }

    /// Dials in under so many ids, one after the other; the newest hundred connections stay open.
    void make_up(std::size_t ids, std::string const& path, std::string const& token) {
        for (std::size_t i = 0; i < ids; ++i) {
            auto& board = dialled_.emplace_back(daemon_.port());
            board.send(handshake(path, token, "made-up-" + std::to_string(i)));
            auto const line = i < kFewNames ? board.receive_until("\r\n") : "HTTP/1.1 101 ";
            EXPECT_TRUE(line.starts_with("HTTP/1.1 101 ")) << i;
            if (dialled_.size() > 100) dialled_.erase(std::next(dialled_.begin(), kFewNames));
        }
    }
    /// An answer that is held back first.
    std::string answer_to(std::string const& request) {
        RawConnection board{daemon_.port()};
        board.send(request);
        auto head = board.receive_until("\r\n\r\n", 200ms);
        daemon_.advance(2s);
        if (head.find("\r\n\r\n") == std::string::npos) head += board.receive_until("\r\n\r\n");
        return head;
    }

    DaemonInProcess daemon_{house()};
    std::list<RawConnection> dialled_;
};

TEST_F(Quota, of_ids_that_a_token_makes_up_is_eight_and_other_boards_keep_their_place) {
    auto yard = WsClient::open(daemon_.port(), "/ws/esp32cam", {{"Authorization", "Bearer yard-token"}});
    yard.receive_text_with("connection_ack", 5s);
    yard.send_text(R"({"type":"heartbeat","rssi":-60})");
    constexpr std::size_t tries = 1500;
    make_up(tries, "/ws/pico", "mast-token");
    ASSERT_TRUE(eventually([&] { return refused("too_many_names") >= tries - kFewNames; }))
        << refused("too_many_names");
    EXPECT_EQ(known(), kConfigured + kFewNames);
    EXPECT_EQ(device(daemon_.port(), "yard")["rssi_dbm"], -60);
    EXPECT_EQ(device(daemon_.port(), "yard")["online"], true);
    EXPECT_FALSE(yard.wait_for_close(50ms));

    // Its own id stays open to it, and another credential has a share of its own.
    EXPECT_TRUE(answer_to(handshake("/ws/pico", "mast-token", "mast")).starts_with("HTTP/1.1 101 "));
    EXPECT_TRUE(answer_to(handshake("/ws/pico", "gate-token", "lab")).starts_with("HTTP/1.1 101 "));
    auto const head = answer_to(handshake("/ws/pico", "mast-token", "one-more"));
    EXPECT_TRUE(head.starts_with("HTTP/1.1 429 ")) << head;
    EXPECT_NE(head.find("Content-Length: 0\r\n"), std::string::npos) << head;
    EXPECT_NE(head.find("X-Watchpost-Reason: "), std::string::npos) << head;

    // Names are remembered for a day after their board went, and then make room.
    dialled_.clear();
    ASSERT_TRUE(eventually([this] { return device(daemon_.port(), "made-up-0")["online"] == false; }));
    EXPECT_TRUE(answer_to(handshake("/ws/pico", "mast-token", "one-more")).starts_with("HTTP/1.1 429 "));
    daemon_.advance(std::chrono::hours(25));
    daemon_.let_beat();
    EXPECT_TRUE(answer_to(handshake("/ws/pico", "mast-token", "one-more")).starts_with("HTTP/1.1 101 "));
    EXPECT_LE(known(), kConfigured + kFewNames + 1);
}

TEST_F(Quota, of_ids_is_as_many_as_a_token_is_configured_for) {
    auto settings = house();
    for (int i = 0; i < 20; ++i)
        settings.boards.push_back({"head-" + std::to_string(i), DeviceKind::pico, "fleet-token"});
    DaemonInProcess daemon{settings};
    std::list<RawConnection> boards;
    for (int i = 0; i < 20; ++i) {
        boards.emplace_back(daemon.port()).send(handshake("/ws/pico", "fleet-token", "mac-" + std::to_string(i)));
        EXPECT_TRUE(boards.back().receive_until("\r\n").starts_with("HTTP/1.1 101 ")) << i;
    }
    boards.emplace_back(daemon.port()).send(handshake("/ws/pico", "fleet-token", "mac-20"));
    EXPECT_EQ(boards.back().receive_until("\r\n", 200ms), "") << "it is held back and then refused";
}

TEST_F(Quota, of_this_machine_bounds_what_is_known) {
    for (int i = 0; i < 400; ++i) {
        auto& board = dialled_.emplace_back(daemon_.port());
        board.send(handshake("/ws/esp32cam", "", "sim-" + std::to_string(i), daemon_.port()));
        ASSERT_TRUE(board.receive_until("\r\n").starts_with("HTTP/1.1 101 ")) << i;
        if (dialled_.size() > 100) dialled_.pop_front();
    }
    EXPECT_LE(known(), 256U);
    for (auto const* id : {"porch", "yard", "mast", "gate"})
        EXPECT_FALSE(device(daemon_.port(), id).is_null()) << id;
}

TEST_F(Quota, of_reconnects_leaves_events_and_dashboards_to_the_others) {
    answer_to(handshake("/ws/pico", "a-guess", "gate"));
    ASSERT_EQ(events_of("access_refused"), 1U);
    auto gate = WsClient::open(daemon_.port(), "/ws/pico", {{"Authorization", "Bearer gate-token"}});
    ASSERT_TRUE(eventually([this] { return events_of("device_online") == 1; }));
    auto dashboard = WsClient::open(daemon_.port(), "/ws");

    for (int i = 0; i < 300; ++i) {
        RawConnection board{daemon_.port()};
        board.send(handshake("/ws/pico", "mast-token", "mast"));
        board.receive_until("\r\n", i < 10 ? 2s : 20ms);
    }
    auto const told = [&dashboard] {
        dashboard.send_text(R"({"type":"ping"})");
        std::size_t count = 0;
        for (auto next = dashboard.receive(); next && next->data.find(R"("pong")") == std::string::npos;
             next = dashboard.receive())
            count += next->data.find(R"("device_o)") != std::string::npos ? 1 : 0;
        return count;
    };
    EXPECT_LE(told(), 12U);
    EXPECT_EQ(events_of("access_refused"), 1U) << "a security event was pushed out";
    EXPECT_EQ(device(daemon_.port(), "gate")["online"], true);
    EXPECT_LE(device(daemon_.port(), "mast")["reconnects"].get<int>(), 30);

    // What was merged is told in the end: where the board is now.
    for (int i = 0; i < 10; ++i) {
        daemon_.advance(5s);
        daemon_.let_beat();
    }
    auto const events = get("/api/v1/events").at("events");
    auto const last = std::find_if(events.rbegin(), events.rend(), [](auto const& e) { return e["device"] == "mast"; });
    ASSERT_NE(last, events.rend());
    EXPECT_EQ((*last)["type"], "device_offline");
    EXPECT_EQ(device(daemon_.port(), "mast")["online"], false);
}

TEST_F(Quota, of_texts_is_dropped_without_being_read) {
    auto mast = WsClient::open(daemon_.port(), "/ws/pico", {{"Authorization", "Bearer mast-token"}});
    for (int i = 0; i < 3000; ++i)
        mast.send_text("not json");
    ASSERT_TRUE(eventually([this] { return over("texts") == 2000; })) << over("texts");
    EXPECT_EQ(device(daemon_.port(), "mast")["invalid_messages"], 1000);
    // The budget is the token's: a second link has nothing of its own.
    auto second =
        WsClient::open(daemon_.port(), "/ws/pico", {{"Authorization", "Bearer mast-token"}, {"X-Device-ID", "second"}});
    second.send_text("not json");
    EXPECT_TRUE(eventually([this] { return over("texts") == 2001; }));
    // Another board's is its own, and the owner is told.
    auto gate = WsClient::open(daemon_.port(), "/ws/pico", {{"Authorization", "Bearer gate-token"}});
    gate.send_text(R"({"type":"ping"})");
    EXPECT_TRUE(gate.receive_text_with(R"("pong")"));
    auto const complaints = get("/api/v1/devices/mast/diagnosis").at("complaints");
    ASSERT_EQ(complaints.size(), 1U);
    EXPECT_NE(complaints[0]["message"].get<std::string>().find("more texts"), std::string::npos);
    daemon_.advance(1s);
    mast.send_text(R"({"type":"ping"})");
    EXPECT_TRUE(mast.receive_text_with(R"("pong")"));
}

TEST_F(Quota, of_events_and_complaints_is_the_tokens_and_not_each_links) {
    for (int link = 0; link < 5; ++link) {
        auto board =
            WsClient::open(daemon_.port(), "/ws/esp32cam",
                           {{"Authorization", "Bearer porch-token"}, {"X-Device-ID", "c" + std::to_string(link)}});
        for (int i = 0; i < 30; ++i)
            board.send_text(R"({"type":"camera_error","message":"again and again"})");
        board.close();
    }
    ASSERT_TRUE(eventually([this] { return over("events") == 130; })) << over("events");
    EXPECT_EQ(over("complaints"), 130);
    EXPECT_EQ(events_of("device_error"), 20U);
}

TEST_F(Quota, of_a_status_is_64_kib_whatever_boards_say) {
    auto dashboard = WsClient::open(daemon_.port(), "/ws");
    std::list<WsClient> boards;
    for (int i = 0; i < 200; ++i) {
        auto& board = boards.emplace_back(WsClient::open(
            daemon_.port(), "/ws/esp32cam",
            {{"X-Device-ID", std::string(24, 'x') + std::to_string(i)}, {"User-Agent", std::string(300, '\xff')}}));
        for (int n = 0; n < 3; ++n)
            board.send_text(R"({"type":"camera_error","version":")" + std::string(10'000, '"') + R"(","message":")" +
                            std::string(10'000, 'y') + "\"}");
        board.send_text(R"({"type":"heartbeat","version":"\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001"})");
    }
    ASSERT_TRUE(eventually([this] { return known() == kConfigured + 200; }));
    daemon_.advance(1s);
    daemon_.let_beat();
    dashboard.send_text(R"({"type":"get_status"})");
    dashboard.send_text(R"({"type":"ping"})");
    std::size_t largest = 0;
    Json status;
    for (auto next = dashboard.receive(); next && next->data.find(R"("pong")") == std::string::npos;
         next = dashboard.receive()) {
        largest = std::max(largest, next->data.size());
        if (next->data.find(R"("type":"status")") != std::string::npos) status = Json::parse(next->data);
    }
    EXPECT_LE(largest, 64U * 1024);
    ASSERT_TRUE(status.is_object());
    EXPECT_EQ(status["devices"].size() + status["devices_more"].get<std::size_t>(), kConfigured + 200);
    EXPECT_EQ(status["devices"][0]["id"], "porch") << "those of the configuration come first";
    EXPECT_FALSE(status["devices"][0].contains("errors"));
}

} // namespace
} // namespace watchpost::test
