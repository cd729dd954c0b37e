// listen.address "auto": this machine only until somebody from elsewhere could come in.

#include "support/bystanders.hpp"
#include "support/daemon_api.hpp"
#include "support/daemon_process.hpp"
#include "support/eventually.hpp"
#include "support/fake_manager.hpp"
#include "support/lab_certificate.hpp"
#include "support/plain_socket.hpp"
#include "support/sanitizers.hpp"
#include "support/secrets_commands.hpp"
#include "support/temporary_folder.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <csignal>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

constexpr auto kOnlyThisMachine = "only this machine is let in: set a password (watchpost passwd NAME) or make a token";

/// Another address of this machine than the one that is called localhost; any of 127/8 is one.
bool is_reached_at(char const* address, unsigned short port) {
    Socket const socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    auto at = loopback(port);
    ::inet_pton(AF_INET, address, &at.sin_addr);
    return ::connect(socket.fd(), reinterpret_cast<sockaddr const*>(&at), sizeof at) == 0;
}

class AutoAddress : public testing::Test {
protected:
    std::vector<std::string> environment() const {
        return {manager_.variable(), "WATCHPOST_DATA_DIR=" + folder_.path().string()};
    }
    void set_password() const { set_annas_password(folder_.path()); }

    FakeManager manager_;
    TemporaryFolder folder_;
};

TEST_F(AutoAddress, OpensUpWithTheFirstPasswordAndNobodyNotices) {
    DaemonProcess daemon{{"--bind", "auto"}, environment()};
    auto const port = daemon.port();
    ASSERT_TRUE(manager_.wait_for_status(kOnlyThisMachine)) << manager_.status();
    EXPECT_NE(daemon.log().find(kOnlyThisMachine), std::string::npos);
    EXPECT_FALSE(is_reached_at("127.0.0.2", port));
    Bystanders bystanders{port};

    set_password();

    ASSERT_TRUE(eventually([&] { return is_reached_at("127.0.0.2", port); })) << daemon.log();
    bystanders.expect_untouched();
    EXPECT_EQ(http_get(port, "/livez").status, 200);
    EXPECT_TRUE(daemon.wait_for_output("listening on [::]:" + std::to_string(port) + " too")) << daemon.log();
    EXPECT_TRUE(eventually([&] { return manager_.status().find("only this machine") == std::string::npos; }));

    administer(folder_.path(), {"passwd", "anna", "--remove"});
    EXPECT_TRUE(manager_.wait_for_status("until it is started again")) << manager_.status();
    EXPECT_TRUE(is_reached_at("127.0.0.2", port));
    set_password();
    EXPECT_TRUE(eventually([&] { return manager_.status().find("started again") == std::string::npos; }));
    EXPECT_TRUE(daemon.is_running());
}

TEST_F(AutoAddress, IsEveryAddressWhenThereIsATokenAtTheStart) {
    auto token = administer(folder_.path(), {"token", "new", "--kind", "pico", "--name", "pico"});
    token.pop_back(); // the end of the line
    DaemonProcess const daemon{{"--bind", "auto"}, environment()};
    EXPECT_NE(daemon.output().find("http://localhost:"), std::string::npos) << daemon.output();
    EXPECT_TRUE(is_reached_at("127.0.0.2", daemon.port()));
    EXPECT_EQ(WsClient::status_of(daemon.port(), "/ws/pico",
                                  {{"Authorization", "Bearer " + token}, {"X-Forwarded-For", "203.0.113.7"}}),
              101);
    EXPECT_EQ(daemon.log().find("only this machine"), std::string::npos);
}

TEST_F(AutoAddress, OpensTheTlsPortToo) {
    LabCertificate const certificate;
    auto variables = environment();
    variables.push_back("WATCHPOST_TLS_ADDRESS=auto");
    variables.push_back("WATCHPOST_TLS_PORT=0");
    variables.push_back("WATCHPOST_TLS_CERTIFICATE=" + certificate.certificate().string());
    variables.push_back("WATCHPOST_TLS_KEY=" + certificate.key().string());
    DaemonProcess daemon{{}, variables};
    auto const output = daemon.output();
    auto const at = output.find("https://127.0.0.1:");
    ASSERT_NE(at, std::string::npos) << output;
    auto const port = static_cast<unsigned short>(std::stoi(output.substr(at + 18)));
    EXPECT_FALSE(is_reached_at("127.0.0.2", port));
    set_password();
    EXPECT_TRUE(eventually([&] { return is_reached_at("127.0.0.2", port); })) << daemon.log();
    EXPECT_FALSE(is_reached_at("127.0.0.2", daemon.port())) << "the plain one has an address of its own";
}

TEST_F(AutoAddress, SaysWhenItCannotOpenUpAndServesOn) {
    DaemonProcess daemon{{"--bind", "auto"}, environment()};
    auto const port = daemon.port();
    Socket const other{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    auto at = loopback(port);
    ::inet_pton(AF_INET, "127.0.0.3", &at.sin_addr);
    ASSERT_EQ(::bind(other.fd(), reinterpret_cast<sockaddr const*>(&at), sizeof at), 0);
    ASSERT_EQ(::listen(other.fd(), 1), 0);
    set_password();
    EXPECT_TRUE(manager_.wait_for_status("others cannot be let in")) << manager_.status();
    EXPECT_EQ(http_get(port, "/livez").status, 200);
}

TEST_F(AutoAddress, IsKeptThroughARestart) {
    set_password();
    unsigned short port = 0;
    for (int i = 1; i <= 2; ++i) {
        HandOver handed;
        for (auto const& one : manager_.stored()) {
            handed.descriptors.push_back(one.descriptor);
            handed.names = one.name;
        }
        DaemonProcess daemon{{"--bind", "auto"}, environment(), "serve", handed};
        ASSERT_TRUE(manager_.wait_for("READY", static_cast<std::size_t>(i)));
        EXPECT_TRUE(i == 1 || daemon.port() == port) << "port 0 means the one it has";
        port = daemon.port();
        EXPECT_TRUE(is_reached_at("127.0.0.2", port));
        daemon.signal(SIGTERM);
        ASSERT_EQ(daemon.wait(kSlowdown * 5s), 0);
    }
    EXPECT_EQ(manager_.stored().size(), 1U);
}

TEST_F(AutoAddress, LeavesTheNarrowSocketWhenItOpensUpAndIsKeptWide) {
    unsigned short port = 0;
    {
        DaemonProcess daemon{{"--bind", "auto"}, environment()};
        port = daemon.port();
        set_password();
        ASSERT_TRUE(eventually([&] { return is_reached_at("127.0.0.2", port); })) << daemon.log();
        daemon.signal(SIGTERM);
        ASSERT_EQ(daemon.wait(kSlowdown * 5s), 0);
    }
    ASSERT_EQ(manager_.stored().size(), 1U);
    EXPECT_TRUE(is_reached_at("127.0.0.1", port));
    EXPECT_TRUE(is_reached_at("127.0.0.2", port));
}

} // namespace
} // namespace watchpost::test
