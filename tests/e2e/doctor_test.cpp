// `watchpost doctor`: one line for each thing, and an exit status to go by.

#include "support/daemon_process.hpp"
#include "support/lab_certificate.hpp"
#include "support/temporary_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <sstream>

namespace watchpost::test {
namespace {

using testing::HasSubstr;

struct Diagnosis {
    std::optional<int> status;
    std::string text;
};

/// Without what systemd of this machine would say: watchpost may be installed here.
Diagnosis doctor(std::vector<std::string> arguments, std::vector<std::string> environment = {}) {
    arguments.insert(arguments.begin(), "doctor");
    environment.emplace_back("DBUS_SYSTEM_BUS_ADDRESS=unix:path=/nonexistent");
    Process process{kWatchpost, std::move(arguments), environment};
    auto const status = process.wait();
    EXPECT_EQ(process.log(), "");
    return {status, process.output()};
}

TEST(Doctor, SaysOneLineForEachThingAndThatNothingFails) {
    auto const [status, text] = doctor({"--port", "0"});
    EXPECT_EQ(status, 0) << text;
    std::istringstream lines(text);
    std::regex const form("(ok|warn)  +[A-Za-z.0-9 ]+: .+");
    for (std::string line; std::getline(lines, line);)
        EXPECT_TRUE(std::regex_match(line, form)) << line;
    for (auto const* thing : {"configuration: ", "listen.port 0: ", "data directory: ", "free space: ", "people: ",
                              "boards: ", "certificate: ", "clock: ", "open files: ", "mDNS: "})
        EXPECT_THAT(text, HasSubstr(thing));
}

TEST(Doctor, KnowsItsOwnDaemonFromSomebodyElse) {
    DaemonProcess const daemon;
    auto const [status, text] = doctor({"--port", std::to_string(daemon.port())});
    EXPECT_EQ(status, 0) << text;
    EXPECT_THAT(text, HasSubstr(": watchpost (process " + std::to_string(daemon.id()) + ") listens there\n"));
}

TEST(Doctor, EndsWith1ForAWrongConfiguration) {
    TemporaryFile const file{R"({"lisen":{}})"};
    auto const [status, text] = doctor({"--config", file.path().string()});
    EXPECT_EQ(status, 1);
    EXPECT_THAT(text, testing::StartsWith("fail  configuration: "));
}

TEST(Doctor, EndsWith1ForACertificateWithAnotherKeyAndLooksAtAllElse) {
    LabCertificate const one;
    LabCertificate const other;
    auto const [status, text] = doctor({"--port", "0"}, {"WATCHPOST_TLS_CERTIFICATE=" + one.certificate().string(),
                                                         "WATCHPOST_TLS_KEY=" + other.key().string()});
    EXPECT_EQ(status, 1);
    EXPECT_THAT(text, HasSubstr("fail  certificate: " + other.key().string() + ": is not the key"));
    EXPECT_THAT(text, HasSubstr("mDNS: "));
}

} // namespace
} // namespace watchpost::test
