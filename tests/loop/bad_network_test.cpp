// Boards and viewers behind a bad network (SECURITY rules 22, 23 and 30; DEVICES rules 5, 7 and 14).

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/eventually.hpp"
#include "support/fault_proxy.hpp"
#include "support/raw_frames.hpp"
#include "support/raw_ws.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

std::string closed(char const* endpoint, char const* reason) {
    return "watchpost_connections_closed_total{endpoint=\"" + std::string(endpoint) + "\",reason=\"" + reason +
           "\",routine=\"false\"}";
}

settings::Settings with_boards() {
    settings::Settings settings;
    settings.boards = {{"far", DeviceKind::esp32cam, "token"}, {"mast", DeviceKind::pico, "token"}};
    return settings;
}

/// It dials the proxy's port, so its Host is not that of somebody on this machine.
Headers const kBoard{{"X-Device-ID", "far"}, {"Authorization", "Bearer token"}};

class BadNetwork : public testing::Test {
protected:
    bool is_online(std::string const& id = "far") const {
        auto const board = device(daemon_.port(), id);
        return !board.is_null() && board["online"] == true;
    }
    double read(std::string const& name) const { return metric(daemon_.port(), name); }
    void pass(std::chrono::milliseconds time) {
        daemon_.let_beat();
        daemon_.advance(time);
        daemon_.let_beat();
    }

    DaemonInProcess daemon_{with_boards()};
    FaultProxy proxy_{daemon_.port()};
};

TEST_F(BadNetwork, half_open_board_is_freed_and_comes_back) {
    for (auto const& [endpoint, id] : {std::pair{"/ws/esp32cam", "far"}, std::pair{"/ws/pico", "mast"}}) {
        Headers const headers{{"X-Device-ID", id}, {"Authorization", "Bearer token"}};
        RawWs board{proxy_.port(), endpoint, headers};
        ASSERT_TRUE(eventually([&, name = id] { return is_online(name); }));
        // It loses its power: no FIN, no RST, no answer.
        proxy_.set_to_server(Faults::lost());
        proxy_.set_to_client(Faults::lost());
        pass(24s);
        EXPECT_TRUE(is_online(id)) << endpoint;
        pass(1s);
        EXPECT_TRUE(eventually([&, name = id] { return !is_online(name); })) << endpoint;
        EXPECT_EQ(read(closed(endpoint, "silent")), 1);
        proxy_.set_to_server({});
        proxy_.set_to_client({});
        RawWs again{proxy_.port(), endpoint, headers};
        EXPECT_TRUE(eventually([&, name = id] { return is_online(name); })) << endpoint;
        pass(11s); // our close frame to the lost one is waited for no longer than that
        EXPECT_EQ(read("watchpost_connections_open{endpoint=\"" + std::string(endpoint) + "\"}"), 1);
        again.reset();
        EXPECT_TRUE(eventually([&, name = id] { return !is_online(name); }));
    }
}

TEST_F(BadNetwork, viewer_in_a_black_hole_is_let_go_and_others_see_every_picture) {
    auto camera = WsClient::open(daemon_.port(), "/ws/esp32cam", {{"X-Device-ID", "near"}});
    auto viewer = WsClient::open(daemon_.port(), "/ws/video");
    RawConnection lost{proxy_.port()};
    lost.send(handshake(daemon_.port(), "/ws/video"));
    ASSERT_TRUE(eventually([this] { return read("watchpost_viewers") == 2; }));
    proxy_.set_to_client(Faults::lost());
    proxy_.set_to_server(Faults::lost());
    for (int i = 1; i <= 25; ++i) {
        auto const frame = as_text(jpeg_of_size(100'000, 800, 600, static_cast<std::uint32_t>(i)));
        camera.send_binary(frame);
        EXPECT_TRUE(viewer.receive_binary() == frame) << i;
        camera.send_text("a word"); // a sign of life, as its pictures are
        pass(1s);
    }
    EXPECT_TRUE(eventually([this] { return read("watchpost_viewers") == 1; }));
    EXPECT_EQ(read(closed("/ws/video", "silent")), 1);
}

TEST_F(BadNetwork, board_behind_300_ms_and_jitter_keeps_its_pictures_moving) {
    Faults far;
    far.delay = 300ms;
    far.jitter = 100ms;
    proxy_.set_to_server(far);
    proxy_.set_to_client(far);
    RawWs board{proxy_.port(), "/ws/esp32cam", kBoard};
    auto viewer = WsClient::open(daemon_.port(), "/ws/video?camera=far");
    ASSERT_TRUE(eventually([this] { return is_online(); }));
    constexpr int kPictures = 30;
    auto const begin = std::chrono::steady_clock::now();
    std::vector<std::string> sent;
    for (int i = 1; i <= kPictures; ++i) {
        sent.push_back(as_text(jpeg_of_size(20'000, 800, 600, static_cast<std::uint32_t>(i))));
        board.send(opcode::kBinary, sent.back());
    }
    // It sends on without waiting, so they do not come one in 300 ms. The newest wins where several come at once.
    std::size_t next = 0;
    while (next < sent.size()) {
        auto const seen = viewer.receive_binary();
        ASSERT_TRUE(seen);
        auto const found = std::find(sent.begin() + static_cast<std::ptrdiff_t>(next), sent.end(), *seen);
        ASSERT_NE(found, sent.end()) << "an older picture, or none of these";
        next = static_cast<std::size_t>(found - sent.begin()) + 1;
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begin, kPictures * 300ms / 2);
    // A ping and its pong need 600 ms, and it lives.
    daemon_.let_beat();
    daemon_.advance(10s);
    auto const ping = board.frame_of(opcode::kPing);
    ASSERT_TRUE(ping);
    board.send(opcode::kPong, ping->payload);
    board.send(opcode::kBinary, sent.front()); // behind the pong
    EXPECT_TRUE(viewer.receive_binary() == sent.front());
    pass(24s);
    EXPECT_TRUE(is_online());
}

TEST_F(BadNetwork, board_that_stops_in_the_middle_of_a_picture_and_goes_on_is_understood) {
    RawWs board{proxy_.port(), "/ws/esp32cam", kBoard};
    auto viewer = WsClient::open(daemon_.port(), "/ws/video?camera=far");
    ASSERT_TRUE(eventually([this] { return is_online(); }));
    Faults narrow;
    narrow.piece = 700;
    proxy_.set_to_server(narrow);
    auto const frame = as_text(jpeg_of_size(60'000, 800, 600));
    auto const bytes = RawWs::encode(opcode::kBinary, frame);
    auto const begun = proxy_.passed_to_server();
    board.send_bytes(bytes.substr(0, 10'000));
    ASSERT_TRUE(eventually([&] { return proxy_.passed_to_server() == begun + 10'000; }));
    proxy_.set_to_server(Faults::stalled(Faults::Stall::not_taking));
    board.send_bytes(bytes.substr(10'000));
    EXPECT_FALSE(viewer.receive_binary(100ms));
    pass(9s); // seconds between (DEVICES rule 5), fewer than SECURITY rule 33 allows
    EXPECT_TRUE(is_online());
    proxy_.set_to_server({});
    EXPECT_TRUE(viewer.receive_binary() == frame);
}

} // namespace
} // namespace watchpost::test
