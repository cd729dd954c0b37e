// systemd hears WATCHDOG=1 while the loop turns and every worker comes to the end of what it does, and only then; and a
// disk that hangs is not noticed by who logs in.

#include "support/daemon_api.hpp"
#include "support/daemon_process.hpp"
#include "support/eventually.hpp"
#include "support/fake_manager.hpp"
#include "support/hanging_calls.hpp"
#include "support/sanitizers.hpp"
#include "support/secrets_commands.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <future>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

constexpr auto kLimit = 1s;

class HangingDaemon {
public:
    HangingDaemon() { EXPECT_TRUE(manager.wait_for("READY")); }

    HttpReply log_in() const {
        return http(daemon.port(), "POST", "/api/v1/session", {{"Content-Type", "application/json"}},
                    nlohmann::json{{"name", "anna"}, {"password", kAnnasPassword}}.dump());
    }
    /// What `call` hangs in is asked for. The disk's is about once a second anyway.
    void provoke(std::string const& call) {
        if (call == "accept") visitor_.emplace(daemon.port());
        if (call == "verify") answer_ = std::async(std::launch::async, [this] { return log_in(); });
    }

    FakeManager manager;
    HangingCalls calls;

private:
    TemporaryFolder folder_;

public:
    DaemonProcess daemon{{}, [this] {
                             set_annas_password(folder_.path());
                             auto variables = calls.environment(WATCHPOST_HANGING_CALLS);
                             variables.push_back(manager.variable());
                             variables.push_back("WATCHPOST_DATA_DIR=" + folder_.path().string());
                             variables.push_back("WATCHDOG_USEC=1000000");
                             return variables;
                         }()};

private:
    std::optional<RawConnection> visitor_;
    std::future<HttpReply> answer_;
};

class Watchdog : public testing::TestWithParam<std::string> {
protected:
    HangingDaemon one_;
};

TEST_P(Watchdog, IsSilentWhileOneIsStuckAndSpeaksAgainAfterwards) {
    auto& manager = one_.manager;
    ASSERT_TRUE(manager.wait_for("WATCHDOG", 4)) << "it speaks while all is well";
    one_.calls.hang(GetParam());
    one_.provoke(GetParam());
    // Silent for a whole limit: that is when systemd ends it.
    ASSERT_TRUE(eventually([&] { return !manager.wait_for("WATCHDOG", manager.count("WATCHDOG") + 1, kLimit); }));

    auto const before = manager.count("WATCHDOG");
    one_.calls.free(GetParam());
    EXPECT_TRUE(manager.wait_for("WATCHDOG", before + 4));
    EXPECT_EQ(http_get(one_.daemon.port(), "/livez").status, 200);
    auto const* const who = GetParam() == "lstat" ? "the worker for the disk" : "the worker for passwords";
    EXPECT_TRUE(GetParam() == "accept" || one_.daemon.wait_for_output(who)) << one_.daemon.log();
}

INSTANTIATE_TEST_SUITE_P(Where, Watchdog, testing::Values("accept", "lstat", "verify"), [](auto const& given) {
    return given.param == "accept" ? "Loop" : given.param == "lstat" ? "Disk" : "Passwords";
});

TEST(WatchdogOf, AProcessThatIsStoppedIsSilent) {
    HangingDaemon one;
    ASSERT_TRUE(one.manager.wait_for("WATCHDOG", 2));
    one.daemon.signal(SIGSTOP);
    ASSERT_TRUE(
        eventually([&] { return !one.manager.wait_for("WATCHDOG", one.manager.count("WATCHDOG") + 1, kLimit); }));
    auto const before = one.manager.count("WATCHDOG");
    one.daemon.signal(SIGCONT);
    EXPECT_TRUE(one.manager.wait_for("WATCHDOG", before + 2));
}

TEST(HangingDisk, KeepsNobodyFromLoggingIn) {
    HangingDaemon one;
    one.calls.hang("lstat");
    ASSERT_TRUE(one.daemon.wait_for_output("stuck for")) << "the disk hangs";
    auto const reply = one.log_in();
    EXPECT_EQ(reply.status, 200) << reply.body;
    one.calls.free("lstat");
}

TEST(HangingDisk, DoesNotKeepTheDaemonFromStopping) {
    HangingDaemon one;
    one.calls.hang("lstat");
    ASSERT_TRUE(one.daemon.wait_for_output("stuck for"));
    one.daemon.signal(SIGTERM);
    EXPECT_EQ(one.daemon.wait(), 0);
    EXPECT_NE(one.daemon.log().find("the worker for the disk has not answered in time"), std::string::npos)
        << one.daemon.log();
}

} // namespace
} // namespace watchpost::test
