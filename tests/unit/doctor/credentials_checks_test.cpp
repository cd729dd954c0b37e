#include "checks.hpp"
#include "finding_matchers.hpp"
#include "support/certificate_files.hpp"
#include "support/secrets.hpp"
#include "support/temporary_file.hpp"

#include <gtest/gtest.h>

namespace watchpost::doctor {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;

TEST(ToLine, SaysWhatToDoOnlyWhenThereIsSomething) {
    EXPECT_EQ(to_line({Grade::ok, "clock", "right"}), "ok    clock: right");
    EXPECT_EQ(to_line({Grade::warn, "clock", "wrong", "set it"}), "warn  clock: wrong; set it");
}

TEST(Examine, LooksAtNothingElseWhenTheConfigurationIsWrong) {
    test::TemporaryFile const file(R"({"listen":{"port":70000}})");
    settings::LoadRequest request;
    request.file = file.path();
    EXPECT_THAT(examine(request, {}), ElementsAre(AllOf(Says("fail  configuration: ", "listen.port"),
                                                        Says("fail  configuration: ", "nothing else was looked at"))));
}

TEST(Examine, LooksAtEverythingElseOtherwise) {
    test::TemporaryFolder const folder;
    settings::LoadRequest request;
    request.defaults.data_dir = folder.path();
    auto const findings = examine(request, this_machine());
    for (auto const* thing : {"configuration", "listen.port 3000", "data directory", "free space", "local access",
                              "people", "boards", "certificate", "clock", "open files", "mDNS"})
        EXPECT_EQ(std::count_if(findings.begin(), findings.end(), [&](auto const& one) { return one.thing == thing; }),
                  1)
            << thing;
}

TEST(LocalAccessCheck, WarnsInAContainerWhereEverybodyMaySeemLocal) {
    settings::Settings settings;
    Machine machine;
    EXPECT_THAT(check_local_access(settings, machine), ElementsAre(Says("ok    local access: ", "operator")));
    machine.container = "/.dockerenv is there";
    EXPECT_THAT(check_local_access(settings, machine),
                ElementsAre(AllOf(Says("warn  local access: ", "/.dockerenv"),
                                  Says("warn  local access: ", "set \"local_access\" to \"none\""))));
    settings.local_access = settings::LocalAccess::none;
    EXPECT_THAT(check_local_access(settings, machine), ElementsAre(Says("ok    local access: ", "none")));
    settings.local_access = settings::LocalAccess::viewer;
    EXPECT_THAT(check_local_access(settings, machine), ElementsAre(Says("ok    local access: ", "viewer")));
    settings.behind_proxy = true;
    EXPECT_THAT(check_local_access(settings, machine), ElementsAre(Says("ok    local access: ", "behind_proxy")));
}

class SecretsCheck : public testing::Test {
protected:
    SecretsCheck() { settings_.data_dir = folder_.path(); }
    void put(std::function<void(auth::Secrets&)> change) { test::change_secrets_in(folder_.path(), std::move(change)); }

    test::TemporaryFolder folder_;
    settings::Settings settings_;
};

TEST_F(SecretsCheck, WhoMissesAPasswordOrATokenIsToldHowToMakeOne) {
    EXPECT_THAT(check_secrets(settings_, {}), ElementsAre(Says("warn  people: ", "watchpost passwd NAME"),
                                                          Says("warn  boards: ", "watchpost token new")));
    put([](auth::Secrets& secrets) {
        test::put_password(secrets, "anna", auth::Role::viewer);
        secrets.tokens.push_back({auth::TokenKind::viewer, "tv", secrets.key.hash("a token"), ""});
    });
    EXPECT_THAT(check_secrets(settings_, {}),
                ElementsAre(Says("ok    people: ", "1 "), Says("warn  boards: ", "none has a token")));
    put([](auth::Secrets& secrets) {
        secrets.tokens.push_back({auth::TokenKind::esp32cam, "porch", secrets.key.hash("another"), ""});
    });
    EXPECT_THAT(check_secrets(settings_, {}), ElementsAre(Says("ok    people: ", "1 "), Says("ok    boards: ", "1 ")));
}

TEST_F(SecretsCheck, ATokenInPlainTextIsNotFine) {
    settings_.boards.push_back({"porch", DeviceKind::esp32cam, "a-secret"});
    auto const findings = check_secrets(settings_, {});
    EXPECT_THAT(findings, ElementsAre(Says("warn  people: ", ""), Says("warn  boards: ", "in plain text")));
    EXPECT_EQ(to_line(findings[1]).find("a-secret"), std::string::npos);
}

TEST_F(SecretsCheck, AFileThatIsNamedAndNotThereIsMissed) {
    settings_.secrets_file = folder_.path() / "elsewhere.json";
    EXPECT_THAT(check_secrets(settings_, {}).back(), Says("warn  secrets_file: ", "elsewhere.json is not there"));
}

TEST_F(SecretsCheck, AFileThatOthersMayReadFails) {
    put([](auth::Secrets&) {});
    auto const path = settings::secrets_path(settings_);
    ::chmod(path.c_str(), 0640);
    EXPECT_THAT(check_secrets(settings_, {}), ElementsAre(Says("fail  secrets: ", "run: chmod 600 " + path.string())));
}

TEST_F(SecretsCheck, AFileThatTheServiceCannotReadFails) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can look as somebody else";
    put([](auth::Secrets&) {});
    ::chmod(folder_.path().c_str(), 0755);
    Machine machine;
    machine.account = "nobody";
    EXPECT_THAT(check_secrets(settings_, machine), ElementsAre(Says("fail  secrets: ", "Permission denied")));
}

/// A certificate of 825 days that is looked at some days after it was made.
class CertificateCheck : public testing::Test {
protected:
    CertificateCheck() {
        settings_.tls.certificate = files_.files().certificate;
        settings_.tls.key = files_.files().key;
    }
    Findings after(std::chrono::days days) {
        Machine machine;
        machine.now = SystemClock().wall() + days;
        return check_certificate(settings_, machine);
    }

    test::CertificateFiles files_{"cam.example"};
    settings::Settings settings_;
};

TEST_F(CertificateCheck, SaysForHowLongItCounts) {
    EXPECT_THAT(after(std::chrono::days(1)), ElementsAre(Says("ok    certificate: cam.example, until ", "82")));
    EXPECT_THAT(after(std::chrono::days(800)), ElementsAre(Says("warn  certificate: ", "renew it")));
    EXPECT_THAT(after(std::chrono::days(826)), ElementsAre(Says("fail  certificate: ", "is over")));
    EXPECT_THAT(after(-std::chrono::days(30)), ElementsAre(Says("fail  certificate: ", "does not count yet")));
}

TEST_F(CertificateCheck, TheKeyOfAnotherOneFails) {
    test::CertificateFiles const other("other.example");
    settings_.tls.key = other.files().key;
    EXPECT_THAT(after(std::chrono::days(1)), ElementsAre(Says("fail  certificate: ", "is not the key")));
}

TEST_F(CertificateCheck, AKeyThatTheServiceCannotReadFails) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can look as somebody else";
    ::chmod(settings_.tls.key.parent_path().c_str(), 0755);
    Machine machine;
    machine.account = "nobody";
    EXPECT_THAT(check_certificate(settings_, machine), ElementsAre(Says("fail  certificate: ", "Permission denied")));
}

TEST_F(CertificateCheck, NoneIsFine) {
    settings_.tls = {};
    EXPECT_THAT(after(std::chrono::days(1)), ElementsAre(Says("ok    certificate: ", "TLS is off")));
}

} // namespace
} // namespace watchpost::doctor
