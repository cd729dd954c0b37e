// The demo: a daemon, and beside it the simulator as a process of its own.

#include "support/daemon_api.hpp"
#include "support/daemon_process.hpp"
#include "support/eventually.hpp"
#include "support/sanitizers.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <set>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

class Demo : public testing::Test {
protected:
    /// 0 when there is none.
    pid_t simulator() const {
        auto const id = std::to_string(demo_.id());
        std::ifstream children("/proc/" + id + "/task/" + id + "/children");
        pid_t child = 0;
        children >> child;
        return child;
    }

    /// Also when nobody has asked yet how it ended.
    static bool is_gone(pid_t process) {
        std::ifstream status("/proc/" + std::to_string(process) + "/status");
        for (std::string line; std::getline(status, line);)
            if (line.starts_with("State:")) return line.find('Z') != std::string::npos;
        return true;
    }

    DaemonProcess demo_{{"--cameras", "1", "--picos", "1"}, {}, "demo"};
};

TEST_F(Demo, ServesAndSimulates) {
    auto viewer = WsClient::open(demo_.port(), "/ws/video");
    auto const picture = viewer.receive_binary();
    ASSERT_TRUE(picture);
    EXPECT_TRUE(picture->starts_with("\xFF\xD8\xFF") && picture->ends_with("\xFF\xD9"));
    EXPECT_TRUE(eventually([&] { return get_json(demo_.port(), "/health")["status"] == "pass"; }));
    EXPECT_EQ(http_get(demo_.port(), "/").status, 200);
    auto const boards = simulator();
    ASSERT_GT(boards, 0);
    demo_.signal(SIGTERM);
    auto const close = viewer.wait_for_close(5s);
    ASSERT_TRUE(close);
    EXPECT_EQ(close->code, 1012);
    EXPECT_EQ(demo_.wait(kSlowdown * 5s), 0);
    EXPECT_TRUE(is_gone(boards));
}

/// Asks under the address that the daemon printed, as whoever clicks on it does.
std::string ask_at(std::string const& address, unsigned short port, std::string const& target) {
    auto const host = address.find(':') == std::string::npos ? address : "[" + address + "]";
    RawConnection client{port, address};
    client.send("GET " + target + " HTTP/1.1\r\nHost: " + host + ":" + std::to_string(port) +
                "\r\nConnection: close\r\n\r\n");
    return client.receive_all();
}

TEST(DemoElsewhere, ShowsAPictureWhereItWasToldToListen) {
    struct Row {
        std::string bind;
        std::string dial;    ///< where a browser reaches it
        std::string printed; ///< what it says of itself
    };
    for (auto const& [bind, dial, printed] :
         {Row{"::1", "::1", "http://[::1]:"}, Row{"127.0.0.9", "127.0.0.9", "http://127.0.0.9:"},
          Row{"0.0.0.0", "127.0.0.1", "http://localhost:"}, Row{"::", "::1", "http://localhost:"}}) {
        DaemonProcess const demo{{"--bind", bind, "--cameras", "1", "--picos", "1"}, {}, "demo"};
        EXPECT_NE(demo.output().find("listening on " + printed), std::string::npos) << demo.output();
        EXPECT_TRUE(eventually([&] { return ask_at(dial, demo.port(), "/snapshot").starts_with("HTTP/1.1 200 "); }))
            << bind << demo.log();
    }
}

TEST_F(Demo, TakesItsBoardsAlongWhenItIsKilled) {
    auto const boards = simulator();
    ASSERT_GT(boards, 0);
    demo_.signal(SIGKILL);
    EXPECT_EQ(demo_.wait(), 128 + SIGKILL);
    EXPECT_TRUE(eventually([&] { return is_gone(boards); }));
}

TEST_F(Demo, EndsWhenItsBoardsAreKilled) {
    auto const boards = simulator();
    ASSERT_GT(boards, 0);
    kill(boards, SIGKILL);
    EXPECT_EQ(demo_.wait(kSlowdown * 5s), 1);
    EXPECT_NE(demo_.log().find("signal 9 ended the simulator"), std::string::npos) << demo_.log();
}

TEST_F(Demo, DoesNotWaitForBoardsThatHang) {
    auto const boards = simulator();
    ASSERT_GT(boards, 0);
    kill(boards, SIGSTOP);
    demo_.signal(SIGTERM);
    EXPECT_EQ(demo_.wait(kSlowdown * 5s), 0);
    EXPECT_TRUE(is_gone(boards));
}

TEST_F(Demo, KeepsSignalsOfTheTerminalFromItsBoards) {
    auto const boards = simulator();
    ASSERT_GT(boards, 0);
    EXPECT_EQ(getpgid(boards), boards);
    EXPECT_NE(getpgid(demo_.id()), boards);
}

TEST_F(Demo, KeepsItsSocketsToItself) {
    auto const boards = simulator();
    ASSERT_GT(boards, 0);
    EXPECT_TRUE(eventually([&] { return device(demo_.port(), "sim-cam-1").is_object(); }));
    demo_.signal(SIGSTOP);
    kill(boards, SIGSTOP);
    auto const sockets_of = [](pid_t process) {
        std::set<std::string> sockets;
        std::error_code ignored;
        for (auto const& entry : std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/fd"))
            if (auto const target = std::filesystem::read_symlink(entry, ignored).string();
                target.starts_with("socket:"))
                sockets.insert(target);
        return sockets;
    };
    for (auto const& socket : sockets_of(demo_.id()))
        EXPECT_FALSE(sockets_of(boards).contains(socket)) << socket;
    kill(boards, SIGCONT);
    demo_.signal(SIGCONT);
}

TEST(DemoOptions, WrongOnesEndItAndAreSaid) {
    Process demo{kWatchpost, {"demo", "--port", "0", "--fps", "0"}};
    EXPECT_EQ(demo.wait(), 2);
    EXPECT_NE(demo.log().find("--fps 0: allowed is 0.1 to 120"), std::string::npos) << demo.log();
    EXPECT_EQ(demo.output(), "") << "it was never ready";
}

TEST(DemoOptions, AreForTheBoardsToo) {
    DaemonProcess demo{{"--cameras", "1", "--picos", "0"}, {"WATCHPOST_LOG_LEVEL=warn"}, "demo"};
    EXPECT_TRUE(eventually([&] { return device(demo.port(), "sim-cam-1").is_object(); }));
    demo.signal(SIGTERM);
    EXPECT_EQ(demo.wait(kSlowdown * 5s), 0);
    EXPECT_EQ(demo.log().find("[info]"), std::string::npos) << demo.log();
}

TEST(WithoutTheSimulator, DemoAndSimulateNameItsPackage) {
    TemporaryFolder const folder;
    std::filesystem::create_directory(folder.path() / "bin");
    auto const program = folder.path() / "bin/watchpost";
    std::filesystem::copy_file(kWatchpost, program);
    auto const pages = "WATCHPOST_STATIC_DIR=" WATCHPOST_SOURCE_DIR "/static";
    for (auto const& arguments : {std::vector<std::string>{"simulate"}, {"demo", "--port", "0"}}) {
        Process process{program, arguments, {pages}};
        EXPECT_EQ(process.wait(), 1) << arguments.front();
        EXPECT_NE(process.log().find("its package is watchpost-simulator"), std::string::npos) << process.log();
    }
}

TEST(Daemon, LoadsFewLibrariesAndNoneThatDraws) {
    DaemonProcess const daemon;
    std::ifstream maps("/proc/" + std::to_string(daemon.id()) + "/maps");
    std::set<std::string> libraries;
    for (std::string line; std::getline(maps, line);)
        if (line.find(".so") != std::string::npos) libraries.insert(line.substr(line.find('/')));
    EXPECT_GT(libraries.size(), 5U);
    EXPECT_LE(libraries.size(), 25U);
    for (auto const& library : libraries)
        EXPECT_EQ(library.find("opencv"), std::string::npos) << library;
}

} // namespace
} // namespace watchpost::test
