// The configuration: read at the start, read again on SIGHUP, and refused with the reason (SECURITY.md 29).

#include "support/daemon_api.hpp"
#include "support/daemon_process.hpp"
#include "support/temporary_file.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

std::string with_token(std::string const& token) {
    return R"({"boards":[{"id":"porch","kind":"esp32cam","token":")" + token + R"("}]})";
}

/// Refused unless the token is good: a forwarded request is not a local one.
int status_with(unsigned short port, std::string const& token) {
    return WsClient::status_of(port, "/ws/esp32cam",
                               {{"Authorization", "Bearer " + token}, {"X-Forwarded-For", "203.0.113.7"}});
}

class Reload : public testing::Test {
protected:
    TemporaryFile file_{with_token("first-secret")};
    DaemonProcess daemon_{{"--config", file_.path().string()}};
    unsigned short const port_ = daemon_.port();
    WsClient camera_ = open_camera(port_, "garden");
    WsClient viewer_ = WsClient::open(port_, "/ws/video?camera=garden");
    WsClient dashboard_ = WsClient::open(port_, "/ws");

    void reload(std::string const& text, std::string const& logged) {
        std::ofstream(file_.path()) << text;
        daemon_.signal(SIGHUP);
        ASSERT_TRUE(daemon_.wait_for_output(logged)) << daemon_.log();
    }

    void expect_nobody_dropped() {
        auto const frame = as_text(tiny_jpeg(320, 240));
        camera_.send_binary(frame);
        EXPECT_TRUE(viewer_.receive_binary() == frame);
        dashboard_.send_text(R"({"type":"ping"})");
        EXPECT_TRUE(dashboard_.receive_text_with("pong"));
        EXPECT_EQ(device(port_, "garden")["reconnects"], 0);
    }
};

TEST_F(Reload, NewTokensCountAndNobodyIsDropped) {
    EXPECT_EQ(status_with(port_, "first-secret"), 101);
    reload(with_token("second-secret"), "configuration reloaded");
    expect_nobody_dropped();
    EXPECT_EQ(status_with(port_, "second-secret"), 101);
    EXPECT_EQ(status_with(port_, "first-secret"), 401);
    EXPECT_EQ(daemon_.log().find("secret"), std::string::npos);
}

TEST_F(Reload, BrokenFileLeavesTheOldOneInForceLoudly) {
    reload(R"({"listen":{"port":99999}})", "the old one stays in force");
    expect_nobody_dropped();
    EXPECT_EQ(status_with(port_, "first-secret"), 101);
    auto const log = daemon_.log();
    auto const line = log.substr(log.find("[error]"));
    for (auto const* part : {"listen.port", "99999", "0 to 65535"})
        EXPECT_NE(line.find(part), std::string::npos) << part << " is not in: " << line;
    // Mended, it counts.
    reload(with_token("third-secret"), "configuration reloaded");
    EXPECT_EQ(status_with(port_, "third-secret"), 101);
}

TEST_F(Reload, HalfAFileOrNoneLeavesTheOldOneInForce) {
    auto const whole = with_token("third-secret");
    for (auto const& part : {std::string(), whole.substr(0, whole.size() / 2), std::string(64, '\0')}) {
        reload(part, "the old one stays in force");
        EXPECT_EQ(status_with(port_, "first-secret"), 101);
    }
}

struct Wrong {
    std::string name;
    std::string text;
    std::vector<std::string> named; ///< what the message must say: key, value, what is allowed
};

void PrintTo(Wrong const& given, std::ostream* out) {
    *out << given.name;
}

class WrongConfiguration : public testing::TestWithParam<Wrong> {};

TEST_P(WrongConfiguration, EndsWith78AndNamesKeyValueAndWhatIsAllowed) {
    TemporaryFile const file{GetParam().text};
    for (auto const* command : {"serve", "check-config"}) {
        Process process{kWatchpost, {command, "--config", file.path().string(), "--port", "0"}};
        EXPECT_EQ(process.wait(), 78) << command;
        EXPECT_EQ(process.output(), "");
        auto const said = process.log();
        for (auto const& part : GetParam().named)
            EXPECT_NE(said.find(part), std::string::npos) << part << " is not in: " << said;
        EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Files, WrongConfiguration,
    testing::Values(
        Wrong{"Port", R"({"listen":{"port":70000}})", {"listen.port", "70000", "0 to 65535"}},
        Wrong{"Address", R"({"listen":{"address":"home"}})", {"listen.address", "home", "IP address"}},
        Wrong{"Flag", R"({"behind_proxy":"yes"})", {"behind_proxy", "yes", "true or false"}},
        Wrong{"Level", R"({"log_level":"loud"})", {"log_level", "loud", "trace, debug, info, warn or error"}},
        Wrong{"Limit", R"({"limits":{"max_frame_bytes":1}})", {"limits.max_frame_bytes", "1", "65536 to 2097152"}},
        Wrong{"UnknownKey", R"({"lisen":{"port":1}})", {"lisen", "listen"}},
        Wrong{"BoardId",
              R"({"boards":[{"id":"Big Cam","kind":"esp32cam","token":"abc"}]})",
              {"boards[0].id", "Big Cam", "a-z, 0-9"}},
        Wrong{"NotJson", "{", {"file.json"}}),
    [](auto const& given) { return given.param.name; });

TEST(Configuration, TokensThatEverybodyCanReadAreRefusedWithTheCommandToRun) {
    TemporaryFile const file{with_token("a-secret"), 0644};
    Process process{kWatchpost, {"serve", "--config", file.path().string(), "--port", "0"}};
    EXPECT_EQ(process.wait(), 78);
    EXPECT_NE(process.log().find("chmod 640 " + file.path().string()), std::string::npos) << process.log();
    EXPECT_EQ(process.log().find("a-secret"), std::string::npos);
}

TEST(Configuration, CheckSaysThatItIsValidAndStartsNothing) {
    TemporaryFile const file{"// comments are allowed\n" + with_token("a-secret")};
    Process process{kWatchpost, {"check-config", "--config", file.path().string()}};
    EXPECT_EQ(process.wait(), 0);
    EXPECT_NE(process.output().find("valid"), std::string::npos);
    EXPECT_NE(process.output().find("1 board"), std::string::npos);
    EXPECT_EQ(process.output().find("a-secret"), std::string::npos);
    EXPECT_EQ(process.log(), "");
}

TEST(Configuration, EnvironmentIsOverTheFileAndTheCommandLineOverBoth) {
    TemporaryFile const file{R"({"listen":{"port":1},"log_level":"error"})"};
    DaemonProcess const quiet{{"--config", file.path().string()}};
    EXPECT_NE(quiet.port(), 1);
    Process wrong{kWatchpost, {"check-config", "--config", file.path().string()}, {"WATCHPOST_LOG_LEVEL=loud"}};
    EXPECT_EQ(wrong.wait(), 78);
    EXPECT_NE(wrong.log().find("WATCHPOST_LOG_LEVEL is \"loud\""), std::string::npos) << wrong.log();
    Process unknown{kWatchpost, {"check-config"}, {"WATCHPOST_PORTS=1"}};
    EXPECT_EQ(unknown.wait(), 78);
}

TEST(Configuration, PortThatIsTakenIsSaid) {
    DaemonProcess const first;
    Process second{kWatchpost, {"serve", "--port", std::to_string(first.port())}};
    EXPECT_EQ(second.wait(), 1);
    EXPECT_NE(second.log().find("cannot listen on 127.0.0.1:" + std::to_string(first.port())), std::string::npos)
        << second.log();
}

TEST(Configuration, LocalAccessIsSaidAtEveryStart) {
    for (auto const* access : {"operator", "viewer", "none"}) {
        DaemonProcess daemon{{}, {std::string("WATCHPOST_LOCAL_ACCESS=") + access}};
        EXPECT_TRUE(daemon.wait_for_output("\"local_access\" is \"" + std::string(access) + "\"")) << daemon.log();
        EXPECT_EQ(http_get(daemon.port(), "/api/v1/devices").status, access == std::string("none") ? 401 : 200);
    }
}

TEST(Configuration, InAContainerNobodyIsLocalUnlessItIsSaid) {
    // Without a value it is not set, and "container" is what container managers put into the environment.
    DaemonProcess contained{{}, {"WATCHPOST_LOCAL_ACCESS", "container=podman"}};
    EXPECT_TRUE(contained.wait_for_output("as it is by default in a container")) << contained.log();
    EXPECT_EQ(http_get(contained.port(), "/api/v1/devices").status, 401);
    EXPECT_EQ(http_get(contained.port(), "/livez").status, 200);

    DaemonProcess chosen{{}, {"container=podman", "WATCHPOST_LOCAL_ACCESS=operator"}};
    EXPECT_TRUE(chosen.wait_for_output("this is a container")) << chosen.log();
    EXPECT_EQ(http_get(chosen.port(), "/api/v1/devices").status, 200);

    DaemonProcess demo{{"--cameras", "1", "--picos", "0"}, {"WATCHPOST_LOCAL_ACCESS", "container=podman"}, "demo"};
    EXPECT_TRUE(eventually([&] { return http_get(demo.port(), "/snapshot").status == 200; })) << demo.log();
}

} // namespace
} // namespace watchpost::test
