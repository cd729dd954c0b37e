#include "support/temporary_file.hpp"

#include <watchpost/settings/settings.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::settings {
namespace {

using testing::HasSubstr;

Result<Settings> load_file_with(std::string const& text) {
    test::TemporaryFile const file{text, 0640};
    return load({file.path(), {}, {}});
}

TEST(TlsSettings, are_off_and_of_this_machine_until_said_otherwise) {
    auto const settings = load({});
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_FALSE(settings->tls.is_on());
    EXPECT_EQ(settings->tls.address, "127.0.0.1");
    EXPECT_EQ(settings->tls.port, 3443);
}

TEST(TlsSettings, come_from_the_file_and_the_environment) {
    auto const settings = load_file_with(
        R"({"tls": {"address": "::", "port": 8443, "certificate": "/etc/w/cert.pem", "key": "/etc/w/key.pem"}})");
    ASSERT_TRUE(settings) << settings.error().message;
    EXPECT_TRUE(settings->tls.is_on());
    EXPECT_EQ(settings->tls.address, "::");
    EXPECT_EQ(settings->tls.port, 8443);
    EXPECT_EQ(settings->tls.certificate, "/etc/w/cert.pem");
    EXPECT_EQ(settings->tls.key, "/etc/w/key.pem");

    auto const other = load({{}, {{"WATCHPOST_TLS_CERTIFICATE", "/a"}, {"WATCHPOST_TLS_KEY", "/b"}}, {}});
    ASSERT_TRUE(other) << other.error().message;
    EXPECT_EQ(other->tls.key, "/b");
}

TEST(TlsSettings, need_both_files) {
    auto const no_key = load_file_with(R"({"tls": {"certificate": "/c"}})");
    ASSERT_FALSE(no_key);
    EXPECT_THAT(no_key.error().message, HasSubstr("tls.key is not set"));
    auto const no_certificate = load_file_with(R"({"tls": {"key": "/k"}})");
    ASSERT_FALSE(no_certificate);
    EXPECT_THAT(no_certificate.error().message, HasSubstr("tls.certificate is not set"));
}

TEST(TlsSettings, are_refused_with_what_is_allowed) {
    for (auto const& [text, part] : {std::pair{R"({"tls": {"address": "localhost"}})", "tls.address"},
                                     std::pair{R"({"tls": {"port": 65536}})", "0 to 65535"},
                                     std::pair{R"({"tls": {"certificate": "cert.pem"}})", "an absolute path"},
                                     std::pair{R"({"tls": {"key": "key.pem"}})", "an absolute path"}}) {
        auto const settings = load_file_with(text);
        ASSERT_FALSE(settings) << text;
        EXPECT_THAT(settings.error().message, HasSubstr(part));
    }
}

} // namespace
} // namespace watchpost::settings
