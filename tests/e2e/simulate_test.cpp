// Simulated boards against the real daemon, each a process of its own.

#include "support/daemon_api.hpp"
#include "support/daemon_process.hpp"
#include "support/eventually.hpp"
#include "support/sanitizers.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

constexpr auto kPhotograph = "/usr/share/gocode/src/github.com/rwcarlsen/goexif/exif/sample1.jpg";
constexpr auto kTooLarge = "/usr/libexec/installed-tests/gdk-pixbuf/issue70.jpg"; // 3120x4208, 3.2 MiB

class Simulate : public testing::Test {
protected:
    DaemonProcess daemon_;
    unsigned short const port_ = daemon_.port();

    std::unique_ptr<Process> simulate(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {"simulate", "--url", "ws://127.0.0.1:" + std::to_string(port_)});
        return std::make_unique<Process>(kWatchpost, std::move(arguments));
    }

    bool becomes(std::string const& id, std::function<bool(nlohmann::json const&)> const& right) {
        return eventually([&] {
            auto const known = device(port_, id);
            return known.is_object() && right(known);
        });
    }

    void expect_stops(Process& boards) {
        boards.signal(SIGTERM);
        EXPECT_EQ(boards.wait(kSlowdown * 5s), 0);
    }
};

bool is_online(nlohmann::json const& known) {
    return known["online"] == true;
}

void expect_picture(std::optional<std::string> const& frame) {
    ASSERT_TRUE(frame);
    ASSERT_GT(frame->size(), 1000U);
    EXPECT_TRUE(frame->starts_with("\xFF\xD8\xFF"));
    EXPECT_TRUE(frame->ends_with("\xFF\xD9"));
}

TEST_F(Simulate, BoardsAppearAndTheirPicturesMove) {
    auto boards = simulate({"--cameras", "2", "--picos", "2", "--fps", "10"});
    for (auto const* id : {"sim-cam-1", "sim-cam-2"}) {
        EXPECT_TRUE(becomes(id, is_online)) << id << boards->log();
        auto viewer = WsClient::open(port_, "/ws/video?camera=" + std::string(id));
        auto const first = viewer.receive_binary();
        auto const second = viewer.receive_binary();
        expect_picture(first);
        expect_picture(second);
        EXPECT_NE(first, second);
        EXPECT_TRUE(becomes(id, [](auto const& known) { return known["fps"] > 5; }));
    }
    auto const picos = [&] {
        int online = 0;
        auto const answer = get_json(port_, "/api/v1/devices");
        for (auto const& entry : answer["devices"])
            online += entry["kind"] == "pico" && is_online(entry) ? 1 : 0;
        return online;
    };
    // A flashed Pico names no id, so two without tokens are one board to the daemon.
    EXPECT_TRUE(eventually([&] { return picos() >= 1; }));
    expect_stops(*boards);
    for (auto const* id : {"sim-cam-1", "sim-cam-2"})
        EXPECT_TRUE(becomes(id, [](auto const& known) { return known["online"] == false; }));
    EXPECT_EQ(daemon_.log().find("[error]"), std::string::npos) << daemon_.log();
}

TEST_F(Simulate, PhotographIsSentAsItIs) {
    std::ifstream file(kPhotograph, std::ios::binary);
    std::string const photograph{std::istreambuf_iterator<char>(file), {}};
    ASSERT_FALSE(photograph.empty()) << "run scripts/setup test";
    auto boards = simulate({"--cameras", "1", "--picos", "0", "--source", kPhotograph});
    auto viewer = WsClient::open(port_, "/ws/video?camera=sim-cam-1");
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(viewer.receive_binary() == photograph);
    expect_stops(*boards);
}

TEST_F(Simulate, PhotographThatIsTooLargeIsMadeSmaller) {
    auto boards = simulate({"--cameras", "1", "--picos", "0", "--source", kTooLarge});
    auto viewer = WsClient::open(port_, "/ws/video?camera=sim-cam-1");
    expect_picture(viewer.receive_binary());
    auto const known = device(port_, "sim-cam-1");
    EXPECT_EQ(known["height"], 1200);
    EXPECT_EQ(known["frames_refused"], 0);
    expect_stops(*boards);
}

struct Fault {
    std::string name;
    std::string option;
    std::string board; ///< whose entry shows it
    std::function<bool(nlohmann::json const&)> shown;
};

void PrintTo(Fault const& given, std::ostream* out) {
    *out << given.name;
}

class Faults : public Simulate, public testing::WithParamInterface<Fault> {};

TEST_P(Faults, DaemonStaysHealthyAndTheBoardRecovers) {
    auto healthy = open_camera(port_, "healthy");
    auto viewer = WsClient::open(port_, "/ws/video?camera=healthy");
    auto boards = simulate({"--cameras", "1", "--picos", "1", "--fps", "10", "--fault", GetParam().option});

    EXPECT_TRUE(becomes(GetParam().board, GetParam().shown)) << http_get(port_, "/api/v1/devices").body;

    // It is back, or still there, and its pictures come.
    EXPECT_TRUE(becomes("sim-cam-1", is_online)) << boards->log();
    auto watching = WsClient::open(port_, "/ws/video?camera=sim-cam-1");
    for (int i = 0; i < 3; ++i)
        expect_picture(watching.receive_binary());
    auto const frame = as_text(tiny_jpeg(320, 240));
    healthy.send_binary(frame);
    EXPECT_TRUE(viewer.receive_binary() == frame);
    EXPECT_EQ(device(port_, "healthy")["reconnects"], 0);
    EXPECT_EQ(daemon_.log().find("[error]"), std::string::npos) << daemon_.log();
    expect_stops(*boards);
}

bool came_back(nlohmann::json const& known) {
    return known["reconnects"] >= 2;
}

INSTANTIATE_TEST_SUITE_P(Each, Faults,
                         testing::Values(Fault{"DropOut", "drop-out=1", "sim-cam-1", came_back},
                                         Fault{"HalfOpen", "half-open=2", "sim-cam-1",
                                               [](auto const& known) { return known["takeovers"] >= 1; }},
                                         Fault{"SlowWifi", "slow-wifi=100", "sim-cam-1",
                                               [](auto const& known) { return known["frames_received"] >= 5; }},
                                         Fault{"BadJson", "bad-json=2", "sim-cam-1",
                                               [](auto const& known) { return known["invalid_messages"] >= 5; }},
                                         Fault{"BrokenJpeg", "broken-jpeg=3", "sim-cam-1",
                                               [](auto const& known) { return known["frames_refused"] >= 3; }}),
                         [](auto const& given) { return given.param.name; });

TEST_F(Simulate, AnEmptyTokenFileIsNone) {
    auto boards = simulate({"--token-file", "", "--cameras", "1", "--picos", "0"});
    EXPECT_TRUE(becomes("sim-cam-1", is_online)) << boards->log();
    expect_stops(*boards);
}

TEST(SimulateOptions, WrongOnesAreSaidInOneLine) {
    for (auto const& [option, value, named] : {std::tuple{"--fps", "0", "0.1 to 120"},
                                               {"--fault", "fire=1", "drop-out=SECONDS"},
                                               {"--url", "wss://x", "TLS"}}) {
        Process process{kWatchpost, {"simulate", option, value}};
        EXPECT_EQ(process.wait(), 2) << option;
        EXPECT_NE(process.log().find(named), std::string::npos) << process.log();
    }
}

} // namespace
} // namespace watchpost::test
