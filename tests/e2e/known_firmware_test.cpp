// Simulated boards of every known firmware live through the death of the daemon, and through their own faults.

#include "support/daemon_api.hpp"
#include "support/daemon_process.hpp"
#include "support/eventually.hpp"
#include "support/returning_port.hpp"
#include "support/temporary_file.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

constexpr auto kBoards = R"({"boards":[{"id":"sim-cam-1","kind":"esp32cam","token":"a-token:for@cameras"}]})";

struct Firmware {
    std::string name;
    std::string fault; ///< may be empty
    bool streams = false;
};

void PrintTo(Firmware const& given, std::ostream* out) {
    *out << given.name << ' ' << given.fault;
}

class EveryFirmware : public testing::TestWithParam<Firmware> {
protected:
    std::unique_ptr<Process> simulate(unsigned short port) const {
        std::vector<std::string> arguments{"simulate",
                                           "--url",
                                           "ws://127.0.0.1:" + std::to_string(port),
                                           "--cameras",
                                           "1",
                                           "--picos",
                                           "0",
                                           "--camera-firmware",
                                           GetParam().name,
                                           "--token-file",
                                           token_.path().string()};
        if (!GetParam().fault.empty()) arguments.insert(arguments.end(), {"--fault", GetParam().fault});
        return std::make_unique<Process>(kWatchpost, std::move(arguments));
    }

    /// It is there, and does what this firmware can.
    void expect_there(unsigned short port, Process const& board) const {
        EXPECT_TRUE(eventually(
            [port] {
                auto const known = device(port, "sim-cam-1");
                return known.is_object() && known["online"] == true;
            },
            60s))
            << board.log();
        if (!GetParam().streams) return;
        auto viewer = WsClient::open(port, "/ws/video?camera=sim-cam-1");
        auto const first = viewer.receive_binary();
        auto const second = viewer.receive_binary();
        ASSERT_TRUE(first && second) << board.log();
        EXPECT_TRUE(first->starts_with("\xFF\xD8\xFF"));
        EXPECT_NE(*first, *second);
    }

    TemporaryFile const config_{kBoards};
    TemporaryFile const token_{"a-token:for@cameras\n"};
};

TEST_P(EveryFirmware, ComesBackWhenTheDaemonWasKilledAndStartedAgain) {
    auto const port = returning_port();
    std::vector<std::string> const arguments{"--config", config_.path().string(), "--port", std::to_string(port)};
    DaemonProcess first{arguments};
    auto board = simulate(port);
    expect_there(port, *board);
    first.signal(SIGKILL);
    EXPECT_EQ(first.wait(), 128 + SIGKILL);

    DaemonProcess const again{arguments};
    expect_there(port, *board);
    if (!GetParam().fault.empty()) {
        EXPECT_TRUE(eventually([port] { return device(port, "sim-cam-1")["reconnects"] >= 2; }, 60s)) << board->log();
        expect_there(port, *board);
    }
    board->signal(SIGTERM);
    EXPECT_EQ(board->wait(), 0);
    EXPECT_EQ(again.log().find("[error]"), std::string::npos) << again.log();
}

INSTANTIATE_TEST_SUITE_P(Each, EveryFirmware,
                         testing::Values(Firmware{"standard", "", true}, Firmware{"newest", "", true},
                                         Firmware{"newest", "drop-out=2", true},
                                         Firmware{"newest", "half-open=3", true}, Firmware{"older", "", false},
                                         Firmware{"older", "drop-out=2", false}, Firmware{"silent", "", false},
                                         Firmware{"silent", "half-open=3", false}),
                         [](auto const& given) {
                             auto name = given.param.name + given.param.fault;
                             std::erase_if(name,
                                           [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
                             return name;
                         });

} // namespace
} // namespace watchpost::test
