// `watchpost token`, `watchpost passwd` and the file that they write, beside a daemon that runs (SECURITY rules 4 and
// 5).

#include "support/daemon_api.hpp"
#include "support/daemon_process.hpp"
#include "support/eventually.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace watchpost::test {
namespace {

using Json = nlohmann::json;

class SecretsCommands : public testing::Test {
protected:
    struct Outcome {
        int status = -1;
        std::string output;
        std::string log;
    };

    std::vector<std::string> environment() const { return {"WATCHPOST_SECRETS_FILE=" + path_.string()}; }

    Outcome run(std::vector<std::string> const& arguments, std::string const& input = {}) const {
        Process process{kWatchpost, arguments, environment(), input};
        auto const status = process.wait();
        return {status.value_or(-1), process.output(), process.log()};
    }

    static std::string without_end(std::string line) {
        if (line.ends_with('\n')) line.pop_back();
        return line;
    }

    static int status_with(unsigned short port, std::string const& path, std::string const& token) {
        return http_get(port, path, {kFromAfar, {"Authorization", "Bearer " + token}}).status;
    }
    static int board_status(unsigned short port, std::string const& token) {
        return WsClient::status_of(port, "/ws/pico", {kFromAfar, {"Authorization", "Bearer " + token}});
    }
    static HttpReply log_in(unsigned short port, std::string const& password) {
        Json const body{{"name", "anna"}, {"password", password}};
        return http(port, "POST", "/api/v1/session", {kFromAfar, {"Content-Type", "application/json"}}, body.dump());
    }

    TemporaryFolder folder_;
    std::filesystem::path const path_ = folder_.path() / "secrets.json";
};

TEST_F(SecretsCommands, TokenIsShownOnceKeptAsAHashAndCountsWithoutARestart) {
    DaemonProcess const daemon{{}, environment()};
    auto const made = run({"token", "new", "--kind", "viewer", "--name", "tv"});
    ASSERT_EQ(made.status, 0) << made.log;
    auto const token = without_end(made.output);
    EXPECT_GE(token.size(), 43U);
    EXPECT_EQ(made.log.find(token), std::string::npos);
    EXPECT_EQ(text_of(path_).find(token), std::string::npos);
    struct stat facts {};
    ASSERT_EQ(::stat(path_.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600U);

    EXPECT_TRUE(eventually([&] { return status_with(daemon.port(), "/api/v1/devices", token) == 200; }));

    auto const listed = run({"token", "list"});
    EXPECT_TRUE(listed.output.starts_with("viewer\ttv\t20")) << listed.output;
    EXPECT_EQ(listed.output.find(token), std::string::npos);
    EXPECT_EQ(run({"token", "new", "--kind", "viewer", "--name", "tv"}).status, 1) << "it has one";
    EXPECT_EQ(run({"token", "revoke", "tv"}).status, 0);
    EXPECT_TRUE(eventually([&] { return status_with(daemon.port(), "/api/v1/devices", token) == 401; }));
    EXPECT_EQ(run({"token", "revoke", "tv"}).status, 1);
    EXPECT_EQ(daemon.log().find(token), std::string::npos);
}

TEST_F(SecretsCommands, TokenThatBoardsHaveAlreadyIsTakenFromStandardInput) {
    auto const made =
        run({"token", "new", "--kind", "pico", "--name", "mast", "--stdin"}, "the:old/s3cret'of_boards\n");
    ASSERT_EQ(made.status, 0) << made.log;
    EXPECT_EQ(made.output, "");
    DaemonProcess const daemon{{}, environment()};
    EXPECT_EQ(board_status(daemon.port(), "the:old/s3cret'of_boards"), 101);
    EXPECT_EQ(board_status(daemon.port(), "the:old/s3cret'of_board"), 401);
    for (auto const* bad : {"", "\n", "a b\n", "a,b\n", "\xc3\xa9\n"})
        EXPECT_EQ(run({"token", "new", "--kind", "pico", "--name", "other", "--stdin"}, bad).status, 2) << bad;
}

TEST_F(SecretsCommands, PasswordLetsSomebodyInAndTheNextOneEndsThat) {
    DaemonProcess const daemon{{}, environment()};
    EXPECT_EQ(get_json(daemon.port(), "/api/v1/whoami")["people"], false);
    auto const set = run({"passwd", "anna", "--role", "operator"}, "a good s3cret\n");
    ASSERT_EQ(set.status, 0) << set.log;
    EXPECT_NE(text_of(path_).find("$argon2id$"), std::string::npos);
    EXPECT_TRUE(eventually([&] { return log_in(daemon.port(), "a good s3cret").status == 200; }));
    auto const cookie = log_in(daemon.port(), "a good s3cret").header("Set-Cookie");
    Headers const session{kFromAfar, {"Cookie", cookie.substr(0, cookie.find(';'))}};
    EXPECT_EQ(http_get(daemon.port(), "/api/v1/devices", session).status, 200);

    EXPECT_EQ(run({"passwd", "anna"}, "another s3cret\n").status, 0);

    EXPECT_TRUE(eventually([&] { return http_get(daemon.port(), "/api/v1/devices", session).status == 401; }));
    auto const again = log_in(daemon.port(), "another s3cret");
    EXPECT_EQ(Json::parse(again.body)["role"], "operator") << "the role stays";
    EXPECT_EQ(run({"passwd", "anna", "--remove"}).status, 0);
    EXPECT_TRUE(eventually([&] { return log_in(daemon.port(), "another s3cret").status == 401; }));
    EXPECT_EQ(daemon.log().find("s3cret"), std::string::npos) << daemon.log();
}

TEST_F(SecretsCommands, WhatIsWrongIsSaidInOneLineAndChangesNothing) {
    struct Row {
        std::vector<std::string> arguments;
        std::string input;
        int status;
        std::string said;
    };
    for (auto const& [arguments, input, status, said] :
         std::vector<Row>{{{"passwd", "anna"}, "short\n", 2, "at least 8 characters"},
                          {{"passwd", "anna"}, "", 2, "no password came"},
                          {{"passwd", "Anna"}, "a good password\n", 2, "a-z, 0-9"},
                          {{"passwd", "anna", "--role", "admin"}, "a good password\n", 2, "viewer or operator"},
                          {{"passwd", "anna", "--remove"}, "", 1, "nobody with the name anna"},
                          {{"passwd", "anna", "a good password"}, "", 2, "see watchpost --help"},
                          {{"token", "new", "--kind", "toaster", "--name", "a"}, "", 2, "esp32cam, pico, viewer"},
                          {{"token", "new", "--kind", "pico", "--name", "A"}, "", 2, "a-z, 0-9"},
                          {{"token", "new", "--kind", "pico"}, "", 2, "--name"},
                          {{"token"}, "", 2, "see watchpost --help"}}) {
        auto const outcome = run(arguments, input);
        EXPECT_EQ(outcome.status, status) << outcome.log;
        EXPECT_NE(outcome.log.find(said), std::string::npos) << outcome.log;
        EXPECT_EQ(std::count(outcome.log.begin(), outcome.log.end(), '\n'), 1) << outcome.log;
        EXPECT_EQ(outcome.output, "");
    }
    EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(SecretsCommands, FileThatOthersCanReadIsRefusedAtTheStart) {
    ASSERT_EQ(run({"token", "new", "--kind", "pico", "--name", "mast"}).status, 0);
    ASSERT_EQ(::chmod(path_.c_str(), 0644), 0);
    for (auto const* command : {"serve", "check-config"}) {
        auto const outcome = run({command, "--port", "0"});
        EXPECT_EQ(outcome.status, 78) << command;
        EXPECT_NE(outcome.log.find("chmod 600 " + path_.string()), std::string::npos) << outcome.log;
    }
    ASSERT_EQ(::chmod(path_.c_str(), 0600), 0);
    EXPECT_EQ(run({"check-config"}).status, 0);
}

TEST_F(SecretsCommands, BrokenFileLeavesTheOldOneInForceLoudlyUntilItIsMended) {
    ASSERT_EQ(
        run({"token", "new", "--kind", "pico", "--name", "mast", "--stdin"}, "a-token-of-twenty-characters\n").status,
        0);
    DaemonProcess daemon{{}, environment()};
    auto const good = text_of(path_);
    write_text(path_, good.substr(0, good.size() / 2));
    EXPECT_TRUE(daemon.wait_for_output("the old ones stay in force"));
    EXPECT_EQ(board_status(daemon.port(), "a-token-of-twenty-characters"), 101);
    EXPECT_TRUE(daemon.is_running());
    write_text(path_, good);
    EXPECT_TRUE(daemon.wait_for_output("secrets loaded again"));
    EXPECT_EQ(board_status(daemon.port(), "a-token-of-twenty-characters"), 101);
}

TEST_F(SecretsCommands, PlainTokensOfTheConfigurationStillCountAndAreComplainedAbout) {
    auto const config = folder_.path() / "watchpost.json";
    write_text(config, R"({"boards":[{"id":"mast","kind":"pico","token":"a-s3cret"},{"id":"gate","kind":"pico"}]})");
    std::filesystem::permissions(config, std::filesystem::perms::owner_read);
    DaemonProcess const daemon{{"--config", config.string()}, environment()};
    EXPECT_EQ(board_status(daemon.port(), "a-s3cret"), 101);
    auto const log = daemon.log();
    EXPECT_NE(log.find("watchpost token new --kind pico --name mast --stdin"), std::string::npos) << log;
    EXPECT_EQ(log.find("--name gate"), std::string::npos) << log;
    EXPECT_EQ(log.find("s3cret"), std::string::npos) << log;
    EXPECT_NE(log.find("nobody has a password"), std::string::npos) << log;
}

} // namespace
} // namespace watchpost::test
