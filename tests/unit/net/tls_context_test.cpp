#include "support/certificate_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::net {
namespace {

using test::CertificateFiles;
using testing::HasSubstr;
using testing::StartsWith;

std::string refusal(TlsFiles const& files) {
    auto const loaded = TlsContext::load(files);
    return loaded ? "(it was accepted)" : loaded.error().message;
}

TEST(TlsContext, RefusesWhatCannotBeUsedAndNamesTheFile) {
    CertificateFiles const files{"one"};
    auto const [certificate, key] = files.files();
    CertificateFiles const other{"other"};
    ::chmod(certificate.c_str(), 0600);
    EXPECT_EQ(refusal({certificate, key}), "(it was accepted)");
    EXPECT_EQ(refusal({certificate, other.files().key}),
              other.files().key.string() + ": is not the key of the certificate in " + certificate.string());
    EXPECT_THAT(refusal({key, key}), StartsWith(key.string() + ": is not a certificate in PEM"));
    EXPECT_THAT(refusal({certificate, certificate}), HasSubstr(": is not a private key in PEM"));
    EXPECT_THAT(refusal({"/nonexistent/c", key}), StartsWith("/nonexistent/c: cannot be read: "));
    EXPECT_THAT(refusal({certificate.parent_path(), key}), HasSubstr("is not a regular file"));
}

TEST(TlsContext, RefusesAKeyThatEverybodyCanReadWithTheChmod) {
    CertificateFiles const files{"one"};
    ::chmod(files.files().key.c_str(), 0644);
    EXPECT_THAT(refusal(files.files()), HasSubstr("run: chmod 640 " + files.files().key.string()));
    ::chmod(files.files().key.c_str(), 0640);
    EXPECT_EQ(refusal(files.files()), "(it was accepted)");
}

TEST(SelfSigned, RefusesWhatIsNeitherANameNorAnAddress) {
    for (auto const* name : {"", "two words", "-x", ".x", "a..b", "DNS:evil,x", "caf\xC3\xA9"})
        EXPECT_FALSE(make_self_signed({name})) << name;
    EXPECT_FALSE(make_self_signed({}));
    EXPECT_TRUE(make_self_signed({"cam.example", "192.0.2.7", "2001:db8::7"}));
}

} // namespace
} // namespace watchpost::net
