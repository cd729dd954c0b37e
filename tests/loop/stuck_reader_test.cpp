// A camera whose library (uwebsockets) waits on after a protocol ping: without a message of ours it would never send
// again.

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/jpeg_builder.hpp"
#include "support/raw_ws.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

/// MicroPython's loop: it sends a picture whenever `recv` has returned.
class UwebsocketsCamera {
public:
    explicit UwebsocketsCamera(unsigned short port)
        : socket_(port, "/ws/esp32cam", {{"X-Device-ID", "porch"}}) {
        send_picture();
    }

    /// As the library does: pings are answered in there, and only a message gets out. Empty when none comes.
    std::string recv(std::chrono::milliseconds limit) {
        for (;;) {
            auto const frame = socket_.frame(limit);
            if (!frame) return "";
            if (frame->opcode == opcode::kText) return frame->payload;
            if (frame->opcode != opcode::kPing) continue;
            socket_.send(opcode::kPong, frame->payload);
            ++pings_;
        }
    }
    void send_picture() { socket_.send(opcode::kBinary, as_text(tiny_jpeg(320, 240))); }
    int pings() const { return pings_; }

private:
    RawWs socket_;
    int pings_ = 0;
};

TEST(StuckReaderLoop, gets_a_message_and_goes_on_sending) {
    DaemonInProcess daemon;
    UwebsocketsCamera camera{daemon.port()};
    EXPECT_NE(camera.recv(5s).find("connection_ack"), std::string::npos);
    camera.send_picture();
    for (int round = 1; round <= 3; ++round) {
        std::string message;
        for (int step = 0; step < 150 && message.empty(); ++step) { // 15 s at most
            daemon.advance(100ms);
            daemon.let_beat();
            message = camera.recv(20ms);
        }
        EXPECT_EQ(message, R"({"type":"ping"})") << "round " << round;
        EXPECT_EQ(camera.pings(), round) << "each ping costs it at most one wait";
        camera.send_picture();
    }
}

TEST(StuckReaderLoop, is_nobody_who_sends_pictures) {
    DaemonInProcess daemon;
    UwebsocketsCamera camera{daemon.port()};
    EXPECT_NE(camera.recv(5s).find("connection_ack"), std::string::npos);
    for (int step = 0; step < 60; ++step) {
        camera.send_picture();
        daemon.advance(500ms);
        daemon.let_beat();
        EXPECT_EQ(camera.recv(20ms), "") << "a flashed camera hears nothing that it need not hear";
    }
    EXPECT_GE(camera.pings(), 2);
}

} // namespace
} // namespace watchpost::test
