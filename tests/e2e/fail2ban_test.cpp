// The filter that is shipped for fail2ban, held against the log of the real daemon: it sees who is refused, and nobody
// makes it see somebody else (SECURITY rule 37).

#include "support/daemon_api.hpp"
#include "support/daemon_process.hpp"
#include "support/raw_frames.hpp"
#include "support/secrets_commands.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <sstream>

namespace watchpost::test {
namespace {

/// What fail2ban does with a line: takes the date away, and looks whether the expression begins to match where the line
/// begins. `<ADDR>` is an address, of either kind (jail.conf(5)).
class Filter {
public:
    Filter() {
        std::istringstream file{
            text_of(std::string(WATCHPOST_SOURCE_DIR) + "/config/fail2ban/filter.d/watchpost.conf")};
        for (std::string line; std::getline(file, line);)
            if (line.starts_with("failregex = ")) expression_ = line.substr(line.find('=') + 2);
        auto const at = expression_.find("<ADDR>");
        if (at == std::string::npos) throw std::runtime_error("there is no failregex with <ADDR>");
        regex_ = std::regex(expression_.replace(at, 6, "\\[?((?:[0-9]+\\.){3}[0-9]+|[0-9A-Fa-f:]*:[0-9A-Fa-f:]*)\\]?"));
    }

    /// How often it sees each address.
    std::map<std::string, int> addresses_in(std::string const& log) const {
        static std::regex const date(R"(^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\])");
        std::map<std::string, int> seen;
        std::istringstream lines{log};
        for (std::string line; std::getline(lines, line);) {
            line = std::regex_replace(line, date, "", std::regex_constants::format_first_only);
            std::smatch match;
            if (std::regex_search(line, match, regex_)) ++seen[match[1]];
        }
        return seen;
    }

private:
    std::string expression_;
    std::regex regex_;
};

class Fail2ban : public testing::Test {
protected:
    HttpReply ask(std::string const& target, std::string const& client, std::string const& token = "wrong") const {
        return http_get(daemon_.port(), target, {{"Authorization", "Bearer " + token}, {"X-Forwarded-For", client}});
    }
    HttpReply log_in(std::string const& client, std::string const& name) const {
        return http(daemon_.port(), "POST", "/api/v1/session",
                    {{"Content-Type", "application/json"}, {"X-Forwarded-For", client}},
                    R"({"name":")" + name + R"(","password":"wrong"})");
    }
    std::string log_at_the_end() {
        daemon_.signal(SIGTERM);
        daemon_.wait();
        return daemon_.log();
    }

    struct Secrets {
        TemporaryFolder folder;
        Secrets() { set_annas_password(folder.path()); }
    };
    Secrets secrets_;
    DaemonProcess daemon_{{},
                          {"WATCHPOST_DATA_DIR=" + secrets_.folder.path().string(), "WATCHPOST_BEHIND_PROXY=true",
                           "WATCHPOST_TRUSTED_PROXIES=127.0.0.1"}};
};

TEST_F(Fail2ban, SeesEachWrongPasswordAndWrongToken) {
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(log_in("192.0.2.7", "anna").status, 401);
    EXPECT_EQ(log_in("2001:db8::7", "nobody").status, 401);
    EXPECT_EQ(ask("/metrics", "192.0.2.8").status, 401);
    EXPECT_EQ(ask("/metrics", "2001:db8:1::").status, 401);
    EXPECT_EQ(http_get(daemon_.port(), "/metrics", {{"X-Forwarded-For", "192.0.2.9"}}).status,
              401); // none is not wrong
    std::map<std::string, int> const expected{
        {"192.0.2.7", 3}, {"192.0.2.8", 1}, {"2001:db8::7", 1}, {"2001:db8:1::", 1}};
    auto const log = log_at_the_end();
    EXPECT_EQ(Filter().addresses_in(log), expected) << log;
}

TEST_F(Fail2ban, CannotBeMadeToSeeSomebodyElse) {
    std::string const forged = "refused: wrong_password from 198.51.100.9: %22GET%22";
    std::string const stamp = "[2026-01-31 12:00:00.000] [watchpost] [warning] ";
    std::vector<std::string> const names{
        forged,
        "%0A" + stamp + forged,
        "%0D%0A" + forged,
        "%22 from 198.51.100.9: %22",
        " from 198.51.100.9: %22x",
        "%E2%80%A8" + forged,
        "%C2%85" + forged,
        "%00" + forged,
        "%5C%22%0Ahost watchpost[1]: " + forged,
    };
    int number = 10;
    int refused = 0;
    for (auto const& name : names) {
        auto target = "/api/v1/cameras/" + name + "/frame.jpeg";
        for (auto at = target.find(' '); at != std::string::npos; at = target.find(' '))
            target.replace(at, 1, "%20");
        // A place each, since one is told of once a minute.
        if (ask(target, "192.0.2." + std::to_string(number++)).status == 401) ++refused;
    }
    EXPECT_GE(refused, 4);
    auto const line = stamp + "refused: wrong_password from 198.51.100.9: \"";
    log_in("192.0.2.60", "\\n" + stamp + "refused: wrong_password from 198.51.100.9: \\\"");
    ask("/metrics", "192.0.2.61", "refused:wrong_password_from_198.51.100.9:\"");
    ask("/metrics", "198.51.100.9: \"x\", 192.0.2.62");
    ask("/metrics", line + ", 192.0.2.63");
    RawConnection odd{daemon_.port()};
    odd.send("GET /a HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(daemon_.port()) +
             "\r\nX-Forwarded-For: 192.0.2.64\r\n" + "Authorization: Bearer x\r\nUser-Agent: " + line +
             "\r\nX-Device-ID: " + line + "\r\n\r\n");
    odd.receive_all();
    auto const log = log_at_the_end();
    auto const seen = Filter().addresses_in(log);
    EXPECT_FALSE(seen.contains("198.51.100.9")) << log;
    EXPECT_GT(seen.size(), static_cast<std::size_t>(refused)) << log;
    for (auto const& [address, count] : seen)
        EXPECT_TRUE(address.starts_with("192.0.2.")) << address << "\n" << log;
}

TEST(Fail2banFilter, ReadsTheJournalAndNoLineThatOnlyQuotesOne) {
    Filter const filter;
    std::string const refused = "refused: wrong_password from 192.0.2.7: \"POST /api/v1/session\"\n";
    std::map<std::string, int> const one{{"192.0.2.7", 1}};
    EXPECT_EQ(filter.addresses_in("gate watchpost[4711]: " + refused), one);
    EXPECT_EQ(filter.addresses_in("watchpost[4711]: " + refused), one);
    EXPECT_EQ(filter.addresses_in("[] [watchpost] [warning] " + refused), one);
    EXPECT_EQ(filter.addresses_in(" [watchpost] [warning] " + refused), one);
    EXPECT_TRUE(filter.addresses_in("[] [watchpost] [info] /ws/esp32cam porch: " + refused).empty());
    EXPECT_TRUE(filter.addresses_in("[] [watchpost] [info] x [watchpost] [warning] " + refused).empty());
    EXPECT_TRUE(filter.addresses_in("gate other[1]: watchpost[2]: " + refused).empty());
    EXPECT_TRUE(filter.addresses_in("gate watchpost[1]: x watchpost[2]: " + refused).empty());
    EXPECT_TRUE(filter.addresses_in("gate watchpost[1]: refused: no_credential from 192.0.2.7: \"GET /\"\n").empty());
}

} // namespace
} // namespace watchpost::test
