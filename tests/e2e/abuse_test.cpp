// Whatever one peer sends, it gets the documented answer, and nobody else notices (SECURITY.md 13 to 17 and 30).

#include "support/bystanders.hpp"
#include "support/daemon_process.hpp"
#include "support/eventually.hpp"
#include "support/raw_frames.hpp"
#include "support/resident_memory.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

class Abuse : public testing::Test {
protected:
    DaemonProcess daemon_;
    unsigned short const port_ = daemon_.port();
    Bystanders bystanders_{port_};
    std::optional<ResidentMemory> memory_;

    void SetUp() override {
        bystanders_.expect_untouched();
        memory_.emplace(daemon_);
    }

    void TearDown() override {
        bystanders_.expect_untouched();
        memory_->expect_growth_below(4 * kMebibyte);
        EXPECT_TRUE(daemon_.is_running());
        EXPECT_EQ(daemon_.log().find("[error]"), std::string::npos) << daemon_.log();
    }

    /// The frame is answered with this close code, and nobody else notices. A board's FIN may come 10 s later.
    void expect_close(RawWebSocket& client, RawFrame const& frame, std::uint16_t code, std::string const& what) {
        client.send(frame);
        auto const answer = client.receive_until(server_close(code));
        EXPECT_NE(answer.find(server_close(code)), std::string::npos) << what << ", code " << code;
        bystanders_.expect_untouched();
    }
};

/// Sends a thousand texts that are not JSON, then a ping; how many errors came before its pong.
int errors_for_a_thousand(WsClient& client) {
    for (int i = 0; i < 1000; ++i)
        client.send_text(i % 2 == 0 ? "{not JSON" : R"(["not an object"])");
    client.send_text(R"({"type":"ping"})");
    int errors = 0;
    for (;;) {
        auto const message = client.receive();
        if (!message) return -1;
        if (!message->is_text) continue; // a viewer sees the default camera meanwhile
        auto const type = nlohmann::json::parse(message->data).at("type");
        if (type == "error") ++errors;
        if (type == "pong") return errors;
    }
}

TEST_F(Abuse, InvalidJsonIsAnsweredOnceASecond) {
    for (auto const* endpoint : {"/ws", "/ws/video"}) {
        auto client = WsClient::open(port_, endpoint);
        auto const begin = Clock::now();
        auto const errors = errors_for_a_thousand(client);
        EXPECT_GE(errors, 1) << endpoint;
        EXPECT_LE(errors, 2 + (Clock::now() - begin) / 1s) << endpoint;
        EXPECT_EQ(metric(port_, "watchpost_invalid_messages_total{endpoint=\"" + std::string(endpoint) + "\"}"), 1000);
    }
}

TEST_F(Abuse, InvalidJsonOfAPicoIsAnsweredOnceInTenSeconds) {
    auto pico = WsClient::open(port_, "/ws/pico", {{"X-Device-ID", "rude"}});
    auto const begin = Clock::now();
    auto const errors = errors_for_a_thousand(pico);
    EXPECT_GE(errors, 1);
    EXPECT_LE(errors, 2 + (Clock::now() - begin) / 10s);
    EXPECT_EQ(device(port_, "rude")["invalid_messages"], 1000);
}

TEST_F(Abuse, InvalidJsonOfACameraIsNeverAnswered) {
    auto camera = open_camera(port_, "rude");
    for (int i = 0; i < 1000; ++i)
        camera.send_text("{not JSON");
    EXPECT_TRUE(eventually([&] { return device(port_, "rude")["invalid_messages"] == 1000; }));
    EXPECT_FALSE(camera.receive(300ms));
    EXPECT_TRUE(camera.is_open());
    camera.send_binary(as_text(tiny_jpeg(320, 240)));
    EXPECT_TRUE(eventually([&] { return device(port_, "rude")["frames_received"] == 1; }));
}

TEST_F(Abuse, DeepOrHugeJsonIsInvalid) {
    auto client = WsClient::open(port_, "/ws");
    client.send_text(std::string(16'000, '['));
    auto const deep = client.receive_text_with("invalid_json");
    ASSERT_TRUE(deep);
    EXPECT_NE(deep->find("16"), std::string::npos) << *deep;
    std::string nested = R"({"type":"ping","a":)" + std::string(15, '[') + std::string(15, ']') + "}";
    client.send_text(nested); // sixteen levels are allowed
    EXPECT_TRUE(client.receive_text_with("pong"));
}

TEST_F(Abuse, AbsurdNumbersAreNotTaken) {
    auto camera = open_camera(port_, "rude");
    camera.send_text(R"({"type":"heartbeat","rssi":1e300,"memory":-1e300})");
    camera.send_text(R"({"type":"heartbeat","rssi":true,"memory":99999999999999999999})");
    camera.send_text(R"({"type":"frame","size":1e300,"width":-1,"height":1e308})");
    camera.send_binary(as_text(tiny_jpeg(320, 240)));
    camera.send_text(R"({"type":"frame","size":1e400})"); // no JSON reader takes this one
    EXPECT_TRUE(eventually([&] { return device(port_, "rude")["invalid_messages"] == 1; }));
    auto const known = device(port_, "rude");
    EXPECT_EQ(known["frames_received"], 1);
    EXPECT_EQ(known["width"], 320);
    EXPECT_TRUE(known["rssi_dbm"].is_null());
    EXPECT_TRUE(known["memory_free_bytes"].is_null());

    auto pico = WsClient::open(port_, "/ws/pico", {{"X-Device-ID", "rude-pico"}});
    pico.send_text(R"({"type":"sensor_data","sensor_type":"light","data":{"sequence":1e300}})");
    auto const ack = pico.receive_text_with(R"("ack")");
    ASSERT_TRUE(ack);
    EXPECT_EQ(nlohmann::json::parse(*ack)["sequence"], 0);
}

TEST_F(Abuse, MessageOfTheWrongKindIsCountedOnly) {
    for (auto const* endpoint : {"/ws", "/ws/video", "/ws/pico"}) {
        auto client = WsClient::open(port_, endpoint);
        client.send_binary("\x01\x02\x03");
        client.send_text(R"({"type":"ping"})");
        EXPECT_TRUE(client.receive_text_with("pong")) << endpoint;
        EXPECT_EQ(metric(port_, "watchpost_invalid_messages_total{endpoint=\"" + std::string(endpoint) + "\"}"), 1);
    }
    auto camera = open_camera(port_, "rude");
    camera.send_text("a text where a picture is expected");
    camera.send_binary(as_text(tiny_jpeg(320, 240)));
    EXPECT_TRUE(eventually([&] { return device(port_, "rude")["frames_received"] == 1; }));
    EXPECT_EQ(device(port_, "rude")["invalid_messages"], 1);
}

TEST_F(Abuse, TwentyMegabytesAreTooBig) {
    std::string const huge(20'000'000, 'x');
    for (auto const* endpoint : {"/ws/esp32cam", "/ws", "/ws/video", "/ws/pico"}) {
        RawWebSocket client{port_, endpoint};
        expect_close(client, {opcode::kBinary, huge}, 1009, endpoint);
    }
}

TEST_F(Abuse, LimitOfEachEndpointIsExact) {
    std::string const ping = R"({"type":"ping"})";
    for (auto const& [endpoint, limit] :
         {std::pair{"/ws", 16 * 1024U}, {"/ws/pico", 16 * 1024U}, {"/ws/video", 1024U}}) {
        RawWebSocket client{port_, endpoint};
        client.send({opcode::kText, ping + std::string(limit - ping.size(), ' ')});
        EXPECT_NE(client.receive_until("pong").find("pong"), std::string::npos) << endpoint;
        expect_close(client, {opcode::kText, ping + std::string(limit + 1 - ping.size(), ' ')}, 1009, endpoint);
    }
    RawWebSocket camera{port_, "/ws/esp32cam"};
    camera.send({opcode::kBinary, as_text(jpeg_of_size(kMebibyte))});
    EXPECT_TRUE(eventually([&] { return device(port_, "esp32cam")["frames_received"] == 1; }));
    expect_close(camera, {opcode::kBinary, as_text(jpeg_of_size(kMebibyte + 1))}, 1009, "/ws/esp32cam");
}

TEST_F(Abuse, PingFloodIsRefused) {
    for (auto const* endpoint : {"/ws", "/ws/video", "/ws/pico", "/ws/esp32cam"}) {
        RawWebSocket client{port_, endpoint};
        for (int i = 0; i < 100; ++i)
            client.send({opcode::kPing, "?"});
        auto const answer = client.receive_until(close_payload(1008));
        EXPECT_NE(answer.find(close_payload(1008)), std::string::npos) << endpoint;
        bystanders_.expect_untouched();
    }
}

TEST_F(Abuse, BrokenWebSocketEndsWithTheDocumentedCode) {
    struct Broken {
        RawFrame frame;
        std::uint16_t code;
    };
    std::vector<Broken> const all{{{opcode::kText, "{}", true, 0, false}, 1002},
                                  {{opcode::kText, "{}", true, 4}, 1002},
                                  {{0x3, ""}, 1002},
                                  {{opcode::kText, "\xFF\xFE"}, 1007}};
    for (auto const* endpoint : {"/ws", "/ws/video", "/ws/pico", "/ws/esp32cam"}) {
        for (auto const& broken : all) {
            RawWebSocket client{port_, endpoint};
            expect_close(client, broken.frame, broken.code, endpoint);
        }
    }
}

} // namespace
} // namespace watchpost::test
