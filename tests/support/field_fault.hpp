#pragma once

#include "daemon_in_process.hpp"
#include "diagnosis.hpp"
#include "jpeg_builder.hpp"
#include "raw_ws.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace watchpost::test {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

inline constexpr auto kCameraToken = "AbCd:1234@efgh5678ijkl9012";
inline constexpr auto kCamera = "porch";
inline constexpr auto kPico = "mast";

inline settings::Settings two_boards() {
    settings::Settings settings;
    settings.boards = {{kCamera, DeviceKind::esp32cam, kCameraToken}, {kPico, DeviceKind::pico, "a-token-of-the-mast"}};
    return settings;
}

/// A camera whose every message a test writes, and what the link doctor says of it, on a clock that the test moves.
class FieldFault : public testing::Test {
protected:
    /// The camera switches on, or dials again.
    void come(unsigned short port) {
        board_ = std::make_unique<RawWs>(
            port, "/ws/esp32cam",
            Headers{{"Authorization", "Bearer " + std::string(kCameraToken)}, {"User-Agent", "TinyWebsockets Client"}});
    }
    void come() { come(daemon_.port()); }

    void say(std::string const& text) { board_->send(opcode::kText, text); }
    void hello(std::string const& more = {}) {
        say(R"({"type":"connection","status":"connected","device":"ESP32CAM")" + more + "}");
    }
    void heartbeat(int memory, int rssi) {
        say(R"({"type":"heartbeat","timestamp":)" + uptime() + R"(,"device":"ESP32CAM","memory":)" +
            std::to_string(memory) + R"(,"rssi":)" + std::to_string(rssi) + "}");
    }
    void announce(std::size_t size) {
        say(R"({"type":"frame","size":)" + std::to_string(size) + R"(,"width":320,"height":240,"timestamp":)" +
            uptime() + R"(,"fps":10.00,"device":"ESP32CAM"})");
    }
    void send_frame(milliseconds takes = 0ms) {
        auto const jpeg = as_text(jpeg_of_size(20'000));
        announce(jpeg.size());
        settle();
        pass(takes);
        board_->send(opcode::kBinary, jpeg);
        settle();
    }
    std::string uptime() const { return std::to_string(uptime_.count()); }

    /// What the board has said until now is known.
    void settle() {
        board_->send(opcode::kPing, "");
        ASSERT_TRUE(board_->frame_of(opcode::kPong));
    }
    void pass(milliseconds time) {
        if (time == 0ms) return;
        daemon_.advance(time);
        uptime_ += time;
    }
    /// The same for a board that is there all the time.
    void live(milliseconds time) {
        for (; time > 0ms; time -= 10s) {
            pass(std::min<milliseconds>(time, 10s));
            settle();
            daemon_.let_beat();
        }
    }
    bool is_online(std::string const& id = kCamera) { return device(daemon_.port(), id)["online"].get<bool>(); }
    void wait_until_away() {
        ASSERT_TRUE(eventually([this] { return !is_online(); }));
    }
    /// The power is gone, and with it everything the board knew.
    void lose_power() {
        board_->reset();
        wait_until_away();
        pass(5s);
        uptime_ = 1'500ms;
    }
    /// Nothing comes from the board any more, and no FIN either.
    void fall_silent() {
        // What came until now is a sign of life of this moment: the links are looked at once a second.
        pass(1s);
        daemon_.let_beat();
        pass(25s);
        wait_until_away();
    }
    void expect_first(std::string const& code, std::string const& id = kCamera) {
        expect_first_finding(daemon_.port(), id, code);
    }

    DaemonInProcess daemon_{two_boards()};
    std::unique_ptr<RawWs> board_;
    milliseconds uptime_{1'500};
};

} // namespace watchpost::test
