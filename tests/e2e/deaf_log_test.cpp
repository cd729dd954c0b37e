// What is logged goes to a pipe that somebody holds and does not read: nobody else may notice (SECURITY rule 37).

#include "support/daemon_api.hpp"
#include "support/daemon_process.hpp"
#include "support/eventually.hpp"
#include "support/hanging_calls.hpp"
#include "support/returning_port.hpp"
#include "support/sanitizers.hpp"
#include "support/temporary_folder.hpp"

#include <watchpost/core/descriptor.hpp>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

/// A pipe by name, as small as there is, to whose end the test holds on.
class Pipe {
public:
    std::string path() const { return (folder_.path() / "pipe").string(); }
    /// From now on whoever writes has to wait. The writers' own description of the pipe blocks.
    void fill() const {
        while (::write(fd_.value(), "x", 1) == 1) {
        }
    }
    /// What came since.
    std::string read() const {
        std::string all;
        std::string buffer(4096, '\0');
        for (;;) {
            auto const count = ::read(fd_.value(), buffer.data(), buffer.size());
            if (count <= 0) return all;
            all.append(buffer, 0, static_cast<std::size_t>(count));
        }
    }

private:
    static int make(std::string const& path) {
        if (::mkfifo(path.c_str(), 0600) != 0) throw std::runtime_error("no pipe");
        int const fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NONBLOCK);
        ::fcntl(fd, F_SETPIPE_SZ, 4096);
        return fd;
    }

    TemporaryFolder folder_;
    Descriptor fd_{make(path())};
};

/// The tested program with its streams on these pipes, under the id that the process has.
Process start(std::string const& redirections, Pipe const& pipe, std::vector<std::string> const& arguments) {
    std::vector<std::string> all{"-c", "pipe=$1; shift; exec \"$0\" \"$@\" " + redirections, kWatchpost, pipe.path()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return Process("/bin/sh", all, {"WATCHPOST_LOG_LEVEL=trace"});
}

std::string after(std::string const& text, std::string const& mark) {
    auto const at = text.find(mark);
    return at == std::string::npos ? "" : text.substr(at + mark.size());
}

class DeafLog : public testing::TestWithParam<char const*> {
protected:
    Pipe pipe_;
    unsigned short const port_ = returning_port();

    bool answers() const {
        try {
            return http_get(port_, "/livez").status == 200;
        } catch (std::exception const&) {
            return false;
        }
    }
};

TEST_P(DeafLog, IsNoticedByNobodyFromTheStartToTheEnd) {
    pipe_.fill();
    Process daemon = start(GetParam(), pipe_, {"serve", "--port", std::to_string(port_)});
    ASSERT_TRUE(eventually([&] { return answers(); }));
    for (int i = 0; i < 50; ++i) {
        auto dashboard = WsClient::open(port_, "/ws");
        ASSERT_EQ(http_get(port_, "/api/v1/devices").status, 200);
    }
    daemon.signal(SIGHUP);
    ASSERT_EQ(http_get(port_, "/health").status, 200);
    daemon.signal(SIGTERM);
    EXPECT_EQ(daemon.wait(kSlowdown * 10s), 0);
}

INSTANTIATE_TEST_SUITE_P(OnAPipe, DeafLog, testing::Values("2>\"$pipe\"", ">\"$pipe\"", ">\"$pipe\" 2>&1"));

using DeafReader = DeafLog;

TEST_P(DeafReader, ReadsOnAndFindsWhatWasLoggedMeanwhile) {
    Process daemon = start(GetParam(), pipe_, {"serve", "--port", std::to_string(port_)});
    ASSERT_TRUE(eventually([&] { return answers(); }));
    pipe_.fill();
    { auto const camera = open_camera(port_, "first-while-deaf"); }
    ASSERT_TRUE(eventually([&] { return device(port_, "first-while-deaf")["online"] == false; }));
    daemon.signal(SIGHUP);
    ASSERT_EQ(http_get(port_, "/health").status, 200);

    std::string log;
    EXPECT_TRUE(eventually([&] {
        log += pipe_.read();
        return log.find("configuration reloaded") != std::string::npos;
    }));
    EXPECT_NE(log.find("/ws/esp32cam first-while-deaf"), std::string::npos) << log;
    daemon.signal(SIGTERM);
    EXPECT_EQ(daemon.wait(kSlowdown * 10s), 0);
    EXPECT_NE(pipe_.read().find("stopping"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(OnAPipe, DeafReader, testing::Values("2>\"$pipe\""));

TEST(LogAndOutput, AreReadInTheirOrderAndNothingIsLostAtTheEnd) {
    Pipe const pipe;
    auto const port = std::to_string(returning_port());
    Process daemon = start(">\"$pipe\" 2>&1", pipe, {"serve", "--port", port});
    std::string said;
    ASSERT_TRUE(eventually([&] {
        said += pipe.read();
        return said.find("listening on http://127.0.0.1:" + port + "\n") != std::string::npos;
    })) << said;
    EXPECT_LT(said.find("nobody has a password"), said.find("listening on http://")) << said;
    EXPECT_EQ(after(said, "listening on http://127.0.0.1:" + port + "\n"), "");
    daemon.signal(SIGTERM);
    ASSERT_EQ(daemon.wait(), 0);
    EXPECT_NE(pipe.read().find("stopping: 0 connections are open"), std::string::npos);
}

TEST(StalledJournal, IsNoticedByNobodyFromTheStartToTheEnd) {
    HangingCalls const calls;
    calls.hang("journal");
    auto const port = returning_port();
    auto environment = calls.environment(WATCHPOST_HANGING_CALLS);
    Process daemon("/bin/sh",
                   {"-c", "JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/2) exec \"$0\" serve --port \"$1\"",
                    kWatchpost, std::to_string(port)},
                   environment);
    ASSERT_TRUE(daemon.wait_for_output("listening on "));
    EXPECT_EQ(http_get(port, "/livez").status, 200);
    EXPECT_EQ(calls.journal(), "");
    calls.free("journal");
    EXPECT_TRUE(eventually([&] { return calls.journal().find("MESSAGE=nobody has a password") != std::string::npos; }));
    EXPECT_NE(calls.journal().find("PRIORITY=6\nSYSLOG_IDENTIFIER=watchpost\n"), std::string::npos);
    EXPECT_EQ(daemon.log(), "");
    calls.hang("journal");
    daemon.signal(SIGTERM);
    EXPECT_EQ(daemon.wait(kSlowdown * 10s), 0);
}

TEST(StalledJournal, HasWhoDidWhatInFields) {
    HangingCalls const calls;
    auto const port = returning_port();
    Process daemon("/bin/sh",
                   {"-c", "JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/2) exec \"$0\" serve --port \"$1\"",
                    kWatchpost, std::to_string(port)},
                   calls.environment(WATCHPOST_HANGING_CALLS));
    ASSERT_TRUE(daemon.wait_for_output("listening on "));
    auto const camera = open_camera(port, "porch");
    ASSERT_EQ(http(port, "POST", "/api/v1/devices/porch/actions", kJson, R"({"action":"flash_off"})").status, 202);
    EXPECT_TRUE(eventually([&] {
        return calls.journal().find(
                   "MESSAGE=audit: flash_off accepted\nPRIORITY=6\nSYSLOG_IDENTIFIER=watchpost\n"
                   "WATCHPOST_KIND=local\nWATCHPOST_ADDRESS=127.0.0.1\n"
                   "WATCHPOST_ENDPOINT=POST /api/v1/devices/porch/actions\nWATCHPOST_TARGET=porch\n") !=
               std::string::npos;
    })) << calls.journal();
}

TEST(WrongConfiguration, EndsWithItsStatusThoughNobodyReadsWhatIsWrong) {
    Pipe const pipe;
    pipe.fill();
    Process daemon = start("2>\"$pipe\"", pipe, {"serve", "--bind", "nowhere"});
    EXPECT_EQ(daemon.wait(kSlowdown * 10s), 78);
}

TEST(DeafSimulator, EndsAtASignal) {
    Pipe const pipe;
    pipe.fill();
    DaemonProcess daemon;
    Process boards = start("2>\"$pipe\"", pipe,
                           {"simulate", "--url", "ws://127.0.0.1:" + std::to_string(daemon.port()), "--cameras", "2"});
    EXPECT_TRUE(eventually([&] { return device(daemon.port(), "sim-cam-2")["online"] == true; }));
    boards.signal(SIGTERM);
    EXPECT_EQ(boards.wait(kSlowdown * 10s), 0);
}

} // namespace
} // namespace watchpost::test
