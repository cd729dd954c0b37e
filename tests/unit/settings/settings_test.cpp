#include "support/temporary_file.hpp"

#include <watchpost/settings/settings.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::settings {
namespace {

using test::TemporaryFile;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Result<Settings> load_text(std::string const& text) {
    TemporaryFile const file{text, 0640};
    return load({file.path(), {}, {}});
}

std::string refusal(Result<Settings> const& result) {
    return result ? "(it was accepted)" : result.error().message;
}

TEST(Settings, without_any_input_are_the_documented_defaults) {
    auto const settings = load({});

    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->listen.address, "127.0.0.1");
    EXPECT_EQ(settings->listen.port, 3000);
    EXPECT_FALSE(settings->behind_proxy);
    EXPECT_EQ(settings->data_dir, "/var/lib/watchpost");
    EXPECT_EQ(settings->static_dir, "");
    EXPECT_EQ(settings->log_level, LogLevel::info);
    EXPECT_TRUE(settings->boards.empty());
    EXPECT_TRUE(settings->stations.empty());
    EXPECT_EQ(settings->limits.max_frame_bytes, 1048576u);
    EXPECT_EQ(settings->limits.max_connections, 2048u);
    EXPECT_EQ(settings->limits.max_connections_per_address, 256u);
}

TEST(Settings, take_lists_of_words_from_the_file_and_with_commas_from_the_environment) {
    auto const from_file = load_text(R"({"trusted_proxies": ["10.0.0.0/8", "::1"], "host_names": ["Cam.Example"],
                                         "allowed_origins": ["https://home.example:8123"], "secrets_file": "/s/x.json"})");
    ASSERT_TRUE(from_file) << from_file.error().message;
    EXPECT_EQ(from_file->trusted_proxies.size(), 2U);
    EXPECT_TRUE(from_file->trusted_proxies.front().contains(*IpAddress::parse("10.1.2.3")));
    EXPECT_EQ(from_file->host_names, std::vector<std::string>{"cam.example"});
    EXPECT_EQ(from_file->allowed_origins, std::vector<Origin>{*parse_origin("https://home.example:8123")});
    EXPECT_EQ(secrets_path(*from_file), "/s/x.json");

    auto const from_environment = load({{},
                                        {{"WATCHPOST_HOST_NAMES", "a.example, b.example"},
                                         {"WATCHPOST_TRUSTED_PROXIES", ""},
                                         {"WATCHPOST_DATA_DIR", "/d"}},
                                        {}});
    ASSERT_TRUE(from_environment) << from_environment.error().message;
    EXPECT_EQ(from_environment->host_names, (std::vector<std::string>{"a.example", "b.example"}));
    EXPECT_TRUE(from_environment->trusted_proxies.empty());
    EXPECT_EQ(secrets_path(*from_environment), "/d/secrets.json");
}

TEST(Settings, refuse_words_that_are_none) {
    for (auto const* text : {R"({"trusted_proxies": ["everybody"]})", R"({"trusted_proxies": "10.0.0.1"})",
                             R"({"host_names": ["cam.example:80"]})", R"({"host_names": ["http://cam.example"]})",
                             R"({"host_names": [7]})", R"({"allowed_origins": ["*"]})",
                             R"({"allowed_origins": ["https://home.example/"]})", R"({"secrets_file": "x.json"})"})
        EXPECT_THAT(refusal(load_text(text)), HasSubstr("it must be a")) << text;
}

TEST(Settings, name_the_entry_of_a_list_that_is_wrong_and_say_why) {
    struct Row {
        std::string origin;
        std::string why;
    };
    for (auto const* key : {"allowed_origins", "frame_ancestors"})
        for (auto const& [origin, why] :
             std::vector<Row>{{"https://home.example/", "has a path; write https://home.example;"},
                              {"https://home.example:8123/lovelace/0", "has a path; write https://home.example:8123;"},
                              {"home.example", "has no scheme; write https://home.example or http://home.example;"},
                              {"*", "stands for many; each origin is named;"},
                              {"https://*.home.example", "stands for many; each origin is named;"},
                              {"null", "is the origin of every page that has none;"},
                              {"https://me@home.example", "names a user;"},
                              {"https://home.example:0", "names no host, or a port that is none;"},
                              {"ftp://home.example", "has another scheme than http and https;"}}) {
            auto const text = std::string("{\"") + key + R"(": ["https://fine.example", ")" + origin + R"("]})";
            EXPECT_THAT(refusal(load_text(text)),
                        HasSubstr(std::string(key) + ": entry 2, \"" + origin + "\", " + why + " it must be a list"))
                << text;
        }
    EXPECT_THAT(refusal(load_text(R"({"allowed_origins": [7]})")), HasSubstr("entry 1, 7, is not a text"));
    EXPECT_THAT(refusal(load_text(R"({"trusted_proxies": ["::1", "everybody"]})")),
                HasSubstr("trusted_proxies: entry 2, \"everybody\", is none"));
    EXPECT_THAT(refusal(load_text(R"({"allowed_origins": "https://a.example"})")),
                HasSubstr("allowed_origins is \"https://a.example\"; it must be a list"));
}

TEST(Settings, take_every_key_from_the_file) {
    auto const settings = load_text(R"({
        "listen": {"address": "::", "port": 0}, // a comment
        "behind_proxy": true, "local_access": "none", "data_dir": "/srv/w", "static_dir": "/srv/s", "log_level": "trace", /* and another */
        "limits": {"max_frame_bytes": 65536, "max_connections": 1, "max_connections_per_address": 65536}
    })");

    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->listen.address, "::");
    EXPECT_EQ(settings->listen.port, 0);
    EXPECT_TRUE(settings->behind_proxy);
    EXPECT_EQ(settings->local_access, LocalAccess::none);
    EXPECT_EQ(settings->data_dir, "/srv/w");
    EXPECT_EQ(settings->static_dir, "/srv/s");
    EXPECT_EQ(settings->log_level, LogLevel::trace);
    EXPECT_EQ(settings->limits.max_frame_bytes, 65536u);
    EXPECT_EQ(settings->limits.max_connections, 1u);
    EXPECT_EQ(settings->limits.max_connections_per_address, 65536u);
}

TEST(Settings, say_what_this_machine_may_do) {
    EXPECT_EQ(load_text("{}")->local_access, LocalAccess::operator_);
    for (auto const access : {LocalAccess::operator_, LocalAccess::viewer, LocalAccess::none}) {
        auto const word = std::string(to_string(access));
        EXPECT_EQ(load_text(R"({"local_access": ")" + word + "\"}")->local_access, access);
        EXPECT_EQ(load({{}, {{"WATCHPOST_LOCAL_ACCESS", word}}, {}})->local_access, access);
    }
    LoadRequest in_a_container;
    in_a_container.defaults.local_access = LocalAccess::none;
    EXPECT_EQ(load(in_a_container)->local_access, LocalAccess::none);
    in_a_container.environment = {{"WATCHPOST_LOCAL_ACCESS", "viewer"}};
    EXPECT_EQ(load(in_a_container)->local_access, LocalAccess::viewer);
}

TEST(Settings, may_leave_the_address_to_who_may_come_in) {
    auto const settings = load_text(R"({"listen": {"address": "auto"}, "tls": {"address": "auto"}})");
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->listen.address, kAutoAddress);
    EXPECT_EQ(settings->tls.address, kAutoAddress);
    EXPECT_THAT(refusal(load_text(R"({"listen": {"address": "Auto"}})")), HasSubstr("or auto"));
}

TEST(Settings, let_the_environment_win_over_the_file_and_the_command_line_over_both) {
    TemporaryFile const file{R"({"listen": {"address": "10.0.0.1", "port": 1}, "log_level": "debug"})", 0640};
    LoadRequest request{file.path(), {{"WATCHPOST_LISTEN_ADDRESS", "10.0.0.2"}, {"WATCHPOST_LISTEN_PORT", "2"}}, {}};
    request.overrides.port = 3;

    auto const settings = load(request);

    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->log_level, LogLevel::debug);
    EXPECT_EQ(settings->listen.address, "10.0.0.2");
    EXPECT_EQ(settings->listen.port, 3);
}

TEST(Settings, that_nobody_gives_are_those_of_the_one_who_asks) {
    LoadRequest request;
    request.defaults.data_dir = "/tmp/demo";
    request.defaults.log_level = LogLevel::warn;
    request.environment["WATCHPOST_LOG_LEVEL"] = "debug";

    auto const settings = load(request);

    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_EQ(settings->data_dir, "/tmp/demo");
    EXPECT_EQ(settings->log_level, LogLevel::debug);
}

struct BadFile {
    std::string text;
    std::vector<std::string> told; ///< everything the message must contain
};

class BadFiles : public testing::TestWithParam<BadFile> {};

TEST_P(BadFiles, are_refused_with_the_key_the_value_and_what_is_allowed) {
    auto const result = load_text(GetParam().text);

    ASSERT_FALSE(result);
    for (auto const& part : GetParam().told)
        EXPECT_THAT(result.error().message, HasSubstr(part));
}

std::string const kPort = "listen.port is ";
std::string const kPortRange = "it must be a whole number from 0 to 65535";

INSTANTIATE_TEST_SUITE_P(
    Settings, BadFiles,
    testing::Values(
        BadFile{R"({"listen": {"port": 65536}})", {kPort + "65536", kPortRange}},
        BadFile{R"({"listen": {"port": -1}})", {kPort + "-1", kPortRange}},
        BadFile{R"({"listen": {"port": true}})", {kPort + "true", kPortRange}},
        BadFile{R"({"listen": {"port": "3000"}})", {kPort + "\"3000\"", kPortRange}},
        BadFile{R"({"listen": {"port": 3000.0}})", {kPort + "3000.0", kPortRange}},
        BadFile{R"({"listen": {"port": 1e300}})", {kPort + "1e+300", kPortRange}},
        BadFile{R"({"listen": {"port": 18446744073709551615}})", {kPort + "18446744073709551615", kPortRange}},
        BadFile{R"({"listen": {"port": 4294970296}})", {kPort + "4294970296", kPortRange}},
        BadFile{R"({"listen": {"port": null}})", {kPort + "null", kPortRange}},
        BadFile{R"({"listen": {"port": [3000]}})", {kPort + "a list", kPortRange}},
        BadFile{R"({"listen": {"address": "home"}})", {"listen.address is \"home\"", "IP address such as"}},
        BadFile{R"({"listen": {"address": "::1\u0000x"}})", {"listen.address is \"::1\\u0000x\"", "IP address"}},
        BadFile{R"({"listen": 3000})", {"listen is 3000", "must be an object"}},
        BadFile{R"({"behind_proxy": 1})", {"behind_proxy is 1", "true or false"}},
        BadFile{R"({"local_access": "all"})", {"local_access is \"all\"", "operator, viewer or none"}},
        BadFile{R"({"local_access": true})", {"local_access is true", "operator, viewer or none"}},
        BadFile{R"({"data_dir": "data"})", {"data_dir is \"data\"", "an absolute path"}},
        BadFile{R"({"data_dir": ""})", {"data_dir is \"\"", "an absolute path"}},
        BadFile{R"({"static_dir": "../static"})", {"static_dir is \"../static\"", "an absolute path, or empty"}},
        BadFile{R"({"log_level": "loud"})", {"log_level is \"loud\"", "trace, debug, info, warn or error"}},
        BadFile{R"({"limits": {"max_frame_bytes": 65535}})", {"max_frame_bytes is 65535", "from 65536 to 2097152"}},
        BadFile{R"({"limits": {"max_frame_bytes": 2097153}})", {"is 2097153", "from 65536 to 2097152"}},
        BadFile{R"({"limits": {"max_connections": 0}})", {"limits.max_connections is 0", "from 1 to 65536"}},
        BadFile{R"({"log_levle": "info"})", {"unknown key \"log_levle\"", "did you mean log_level?"}},
        BadFile{R"({"listen": {"prot": 1}})", {"unknown key \"listen.prot\"", "did you mean listen.port?"}},
        BadFile{R"({"listne": {"port": 1}})", {"unknown key \"listne\"", "did you mean listen?"}},
        BadFile{R"({"listen.port": 1})", {"unknown key \"listen.port\"", "an object inside an object"}},
        BadFile{R"({"log_level": "info", "log_level": "warn"})", {"\"log_level\" is given twice"}}));

TEST(Settings, suggest_nothing_when_no_key_is_close) {
    EXPECT_THAT(refusal(load_text(R"({"colour": 1})")), AllOf(HasSubstr("\"colour\""), Not(HasSubstr("did you mean"))));
}

TEST(Settings, read_each_form_of_value_from_the_environment) {
    auto const settings = load({{},
                                {{"WATCHPOST_BEHIND_PROXY", "true"},
                                 {"WATCHPOST_LOG_LEVEL", "warn"},
                                 {"WATCHPOST_LIMITS_MAX_FRAME_BYTES", "70000"},
                                 {"HOME", "/root"}},
                                {}});

    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_TRUE(settings->behind_proxy);
    EXPECT_EQ(settings->log_level, LogLevel::warn);
    EXPECT_EQ(settings->limits.max_frame_bytes, 70000u);
}

TEST(Settings, refuse_what_the_environment_may_not_say) {
    struct Row {
        std::string variable, value, told;
    };
    for (auto const& [variable, value, told] : std::vector<Row>{
             {"WATCHPOST_LISTEN_PORT", "80 ", "WATCHPOST_LISTEN_PORT is \"80 \"; it must be a whole number"},
             {"WATCHPOST_LISTEN_PORT", "", "WATCHPOST_LISTEN_PORT is \"\""},
             {"WATCHPOST_LISTEN_PORT", "0x50", "WATCHPOST_LISTEN_PORT is \"0x50\""},
             {"WATCHPOST_LISTEN_PORT", "99999999999999999999", "\"99999999999999999999\""},
             {"WATCHPOST_BEHIND_PROXY", "yes", "WATCHPOST_BEHIND_PROXY is \"yes\"; it must be true or false"},
             {"WATCHPOST_LOG_LEVEL", "\xff", "WATCHPOST_LOG_LEVEL is \"\xEF\xBF\xBD\""},
             {"WATCHPOST_LISTEN_PROT", "1", "did you mean WATCHPOST_LISTEN_PORT?"},
             {"WATCHPOST_BOARDS", "[]", "only be set in the configuration file"},
             {"WATCHPOST_STATIONS", "[]", "stations can only be set in the configuration file"}}) {
        EXPECT_THAT(refusal(load({{}, {{variable, value}}, {}})), HasSubstr(told));
    }
}

TEST(Settings, never_show_the_value_of_an_unknown_variable) {
    EXPECT_THAT(refusal(load({{}, {{"WATCHPOST_TOKEN", "hunter2"}}, {}})),
                AllOf(HasSubstr("unknown environment variable \"WATCHPOST_TOKEN\""), Not(HasSubstr("hunter2"))));
}

TEST(Settings, name_the_option_when_the_command_line_is_wrong) {
    LoadRequest bind;
    bind.overrides.address = "localhost";
    LoadRequest port;
    port.overrides.port = 70000;

    EXPECT_THAT(refusal(load(bind)), HasSubstr("--bind is \"localhost\"; it must be an IP address"));
    EXPECT_THAT(refusal(load(port)), HasSubstr("--port is 70000; " + kPortRange));
}

} // namespace
} // namespace watchpost::settings
