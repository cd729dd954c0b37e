// Floods of every kind reach nobody but the one who makes them (SECURITY rules 13, 14, 21, 23 and 30).

#include "support/bystanders.hpp"
#include "support/daemon_process.hpp"
#include "support/durations.hpp"
#include "support/eventually.hpp"
#include "support/plain_socket.hpp"
#include "support/raw_frames.hpp"
#include "support/resident_memory.hpp"
#include "support/sanitizers.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

/// For a picture, three answers and two questions over HTTP. A flood that is served before all others takes longer; the
/// rest is room for a machine that does something else.
auto const kSoon = kSlowdown * 3s;

std::string text(std::string const& payload) {
    return RawFrame{opcode::kText, payload}.wire();
}

std::string repeated(std::string const& part, std::size_t bytes) {
    std::string out;
    while (out.size() < bytes)
        out += part;
    return out;
}

class Floods : public testing::Test {
protected:
    Floods() { bystanders_.expect_untouched(); }

    void TearDown() override {
        bystanders_.expect_untouched();
        memory_.expect_growth_below(32 * kMebibyte);
        EXPECT_TRUE(daemon_.is_running());
        EXPECT_EQ(daemon_.log().find("[error]"), std::string::npos) << daemon_.log();
    }

    /// While `flood` is called again and again by a thread of its own, the others are served as ever.
    template <class Flood>
    void expect_untouched_by(Flood flood, char const* what) {
        std::atomic<bool> done = false;
        std::atomic<int> rounds = 0;
        std::thread flooder([&] {
            while (!done && flood())
                ++rounds;
        });
        EXPECT_TRUE(eventually([&] { return rounds > 0; })) << what;
        Durations took;
        for (int i = 0; i < 10; ++i)
            took.measure([this] { bystanders_.expect_untouched(); });
        done = true;
        flooder.join();
        RecordProperty("median_ms", std::to_string(took.median().count()));
        EXPECT_LT(took.median(), kSoon) << what << "; the longest: " << took.longest().count() << " ms";
    }

    DaemonProcess daemon_;
    unsigned short const port_ = daemon_.port();
    Bystanders bystanders_{port_};
    ResidentMemory memory_{daemon_};
};

TEST_F(Floods, of_connections_are_not_noticed) {
    expect_untouched_by(
        [this] {
            std::vector<Socket> all;
            for (int i = 0; i < 50; ++i)
                all.emplace_back(dial(port_));
            for (std::size_t i = 0; i < all.size(); i += 2)
                all[i].reset();
            return true;
        },
        "connections");
}

TEST_F(Floods, of_requests_are_not_noticed) {
    auto const requests = repeated("GET /api/v1/status HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 20'000);
    expect_untouched_by(
        [&] {
            RawConnection client{port_};
            client.send(requests);
            return !client.receive_until("HTTP/1.1 200 OK").empty();
        },
        "requests");
}

struct TextFlood {
    char const* endpoint;
    std::string text;
};

TEST_F(Floods, of_texts_are_not_noticed) {
    if (kSanitized) GTEST_SKIP() << "what a flood costs is no promise of a daemon that is many times slower";
    std::vector<TextFlood> const all{
        {"/ws", R"({"type":"get_status"})"},
        {"/ws", "{not JSON"},
        {"/ws/video", R"({"type":"ping"})"},
        {"/ws/pico", R"({"type":"log","message":"again","level":"error"})"},
        {"/ws/esp32cam", "[]"},
    };
    for (auto const& one : all) {
        // The flooder takes what it is answered, so it is not slow.
        RawWebSocket client{port_, one.endpoint};
        auto const flood = repeated(text(one.text), kMebibyte / 4);
        std::atomic<bool> done = false;
        std::thread reader([&] {
            while (!done)
                client.receive_until("no such thing", 10ms);
        });
        expect_untouched_by([&] { return client.send_bytes(flood); }, one.text.c_str());
        done = true;
        reader.join();
    }
}

TEST_F(Floods, of_questions_whose_answers_nobody_takes_end_with_1008) {
    for (auto const& one : {TextFlood{"/ws", R"({"type":"get_status"})"}, TextFlood{"/ws/video", R"({"type":"ping"})"},
                            TextFlood{"/ws/pico", R"({"type":"ping"})"}}) {
        RawWebSocket client{port_, one.endpoint};
        std::thread flooder([&] { client.send_bytes(repeated(text(one.text), 4 * kMebibyte)); });
        auto const too_slow = "watchpost_connections_closed_total{endpoint=\"" + std::string(one.endpoint) +
                              R"(",reason="too_slow",routine="false"})";
        EXPECT_TRUE(eventually([&] { return metric(port_, too_slow) == 1; })) << one.endpoint;
        auto const all = client.receive_all(); // at once: the close frame waits for a second
        bystanders_.expect_untouched();
        EXPECT_NE(all.find(close_payload(1008)), std::string::npos) << one.endpoint;
        flooder.join();
    }
}

TEST_F(Floods, of_emergency_stops_do_not_push_another_dashboard_out) {
    auto const stop =
        text(R"({"type":"command","id":1,"device":"bystander","command":{"type":"action","action":"emergency_stop"}})");
    RawWebSocket angry{port_, "/ws"};
    angry.send_bytes(repeated(stop, kMebibyte));
    std::thread reader([&] { angry.receive_until("no such thing", 2s); });
    bystanders_.expect_untouched();
    reader.join();
    auto const open = metric(port_, R"(watchpost_connections_open{endpoint="/ws"})");
    EXPECT_GE(open, 1) << "the bystanders' dashboard is gone";
}

TEST_F(Floods, of_garbage_end_with_a_protocol_error_and_are_not_noticed) {
    std::mt19937 random{5};
    auto const garbage = [&random] {
        std::string out;
        for (int i = 0; i < 20'000; ++i)
            out += static_cast<char>(random());
        return out;
    };
    for (auto const* endpoint : {"/ws", "/ws/video", "/ws/pico", "/ws/esp32cam"})
        for (int i = 0; i < 10; ++i) {
            RawWebSocket client{port_, endpoint};
            client.send_bytes("\x8F" + garbage()); // a reserved opcode
            EXPECT_NE(client.receive_until(server_close(1002)).find(server_close(1002)), std::string::npos) << endpoint;
        }
    expect_untouched_by(
        [&] {
            RawConnection client{port_};
            client.send(garbage());
            client.receive_all();
            return client.closed();
        },
        "garbage where a request is expected");
}

} // namespace
} // namespace watchpost::test
