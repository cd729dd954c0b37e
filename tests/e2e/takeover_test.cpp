// A board that comes back while its old link is half-open (DEVICES.md rule 8).

#include "support/daemon_api.hpp"
#include "support/daemon_process.hpp"
#include "support/raw_frames.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

struct Kind {
    std::string endpoint;
    std::string id;
    Headers headers;
};

void PrintTo(Kind const& given, std::ostream* out) {
    *out << given.id;
}

Kind const kCamera{"/ws/esp32cam", "porch", {{"X-Device-ID", "porch"}}};
Kind const kPico{"/ws/pico", "mast", {{"X-Device-ID", "mast"}}};

class Takeover : public testing::TestWithParam<Kind> {
protected:
    DaemonProcess daemon_;
    unsigned short const port_ = daemon_.port();

    WsClient board(Headers more = {}) {
        auto headers = GetParam().headers;
        headers.insert(headers.end(), more.begin(), more.end());
        return WsClient::open(port_, GetParam().endpoint, headers);
    }

    /// A dashboard that already knows the board to be online.
    WsClient dashboard() {
        auto client = WsClient::open(port_, "/ws");
        EXPECT_TRUE(client.receive_text_with(R"("online":true)"));
        return client;
    }

    nlohmann::json entry_in(nlohmann::json const& devices) const {
        for (auto const& entry : devices)
            if (entry.at("id") == GetParam().id) return entry;
        return {{"online", "the board is not there at all"}};
    }
};

TEST_P(Takeover, NewLinkIsLiveAtOnceAndNobodySeesTheBoardOffline) {
    // Given a board on a link that it has forgotten: nothing is read there, nothing is closed
    auto old = board();
    ASSERT_TRUE(old.receive_text_with("connection_ack"));
    auto watcher = dashboard();

    // when it dials in again
    auto fresh = board();

    // then that link is the one that counts, and it was never offline, neither in a status
    for (bool taken_over = false; !taken_over;) {
        auto const message = watcher.receive(5s);
        ASSERT_TRUE(message) << "no status told of the take-over";
        auto const json = nlohmann::json::parse(message->data);
        EXPECT_NE(json["type"], "device_offline");
        EXPECT_NE(json["type"], "device_online");
        if (json["type"] == "status") {
            auto const entry = entry_in(json["devices"]);
            EXPECT_EQ(entry["online"], true);
            taken_over = entry.value("takeovers", 0) == 1;
        }
        // nor over HTTP.
        EXPECT_EQ(device(port_, GetParam().id)["online"], true);
    }
    EXPECT_TRUE(fresh.receive_text_with("connection_ack"));
    auto const close = old.wait_for_close();
    ASSERT_TRUE(close);
    EXPECT_EQ(close->code, 4000);
    EXPECT_EQ(close->reason, "replaced");
    // The end of the old link does not take the new one's place away.
    EXPECT_EQ(device(port_, GetParam().id)["online"], true);
    fresh.send_text(R"({"type":"log","message":"here I am","level":"info"})");
    EXPECT_TRUE(watcher.receive_text_with("here I am"));
}

TEST_P(Takeover, TwoBoardsOfOneIdentityMayNotFightForEver) {
    std::vector<WsClient> links;
    links.push_back(board());
    auto watcher = dashboard();
    for (int takeover = 1; takeover <= 5; ++takeover)
        links.push_back(board());

    RawConnection newer{port_};
    newer.send(handshake(port_, GetParam().endpoint, GetParam().headers));
    auto const answer = newer.receive_all();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 ")) << answer;
    EXPECT_NE(answer.find("\r\nRetry-After: "), std::string::npos);
    EXPECT_NE(answer.find("\r\nContent-Length: 0\r\n"), std::string::npos);

    auto const told = watcher.receive_text_with("device_conflict");
    ASSERT_TRUE(told);
    auto const event = nlohmann::json::parse(*told);
    EXPECT_EQ(event["type"], "device_conflict");
    EXPECT_EQ(event["device"], GetParam().id);
    EXPECT_NE(event["message"].get<std::string>().find("two boards"), std::string::npos);

    // The older one stays.
    links.back().send_text(R"({"type":"log","message":"still here","level":"info"})");
    EXPECT_TRUE(watcher.receive_text_with("still here"));
    EXPECT_EQ(device(port_, GetParam().id)["takeovers"], 5);
}

TEST_P(Takeover, EspIdfClientGetsNoCloseFrame) {
    // It would stop for good if it got one.
    auto old = board({{"User-Agent", "ESP32 Websocket Client"}});
    auto watcher = dashboard();
    auto const fresh = board({{"User-Agent", "ESP32 Websocket Client"}});
    auto const end = old.wait_for_close();
    ASSERT_TRUE(end);
    EXPECT_EQ(end->code, 1006);
    EXPECT_EQ(device(port_, GetParam().id)["online"], true);
}

INSTANTIATE_TEST_SUITE_P(Kinds, Takeover, testing::Values(kCamera, kPico),
                         [](auto const& given) { return given.param.id; });

} // namespace
} // namespace watchpost::test
