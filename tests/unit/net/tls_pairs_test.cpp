// Certificates and keys as people and their tools leave them on the disk: of any kind, in any order, halves of two.

#include "support/key_pairs.hpp"
#include "support/temporary_folder.hpp"

#include <watchpost/net/tls_context.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace watchpost::net {
namespace {

using std::chrono::hours;
using test::KeyPair;
using testing::HasSubstr;
using testing::StartsWith;

constexpr auto kAccepted = "(it was accepted)";

class TlsPairs : public testing::Test {
protected:
    static void SetUpTestSuite() {
        rsa_ = new KeyPair("rsa", "RSA 2048");
        other_rsa_ = new KeyPair("other-rsa", "RSA 2048");
        p256_ = new KeyPair("p256", "P-256");
    }
    static void TearDownTestSuite() {
        delete rsa_;
        delete other_rsa_;
        delete p256_;
    }

    /// Why this text of a certificate does not go with this text of a key.
    std::string refusal(std::string const& certificate, std::string const& key) {
        test::write_text(files_.certificate, certificate);
        test::write_text(files_.key, key);
        ::chmod(files_.key.c_str(), 0600);
        auto const loaded = TlsContext::load(files_);
        if (loaded) return kAccepted;
        auto message = loaded.error().message;
        for (auto const& [path, word] : {std::pair{files_.certificate, "CERT"}, std::pair{files_.key, "KEY"}})
            for (auto at = message.find(path.string()); at != std::string::npos; at = message.find(path.string()))
                message.replace(at, path.string().size(), word);
        return message;
    }
    std::string refused_certificate(std::string const& text) { return refusal(text, rsa_->key()); }
    std::string refused_key(std::string const& text) { return refusal(rsa_->certificate(), text); }

    static inline KeyPair* rsa_ = nullptr;
    static inline KeyPair* other_rsa_ = nullptr;
    static inline KeyPair* p256_ = nullptr;
    test::TemporaryFolder folder_;
    TlsFiles files_{folder_.path() / "cert.pem", folder_.path() / "key.pem"};
};

TEST_F(TlsPairs, of_every_kind_are_accepted_and_of_no_two_kinds) {
    KeyPair const p384("p384", "P-384");
    KeyPair const ed25519("ed25519", "ED25519");
    std::vector<KeyPair const*> const pairs{rsa_, other_rsa_, p256_, &p384, &ed25519};
    for (auto const* one : pairs)
        for (auto const* other : pairs) {
            auto const said = refusal(one->certificate(), other->key());
            if (one == other)
                EXPECT_EQ(said, kAccepted);
            else
                EXPECT_THAT(said, StartsWith("KEY: is not the key of the certificate in CERT"));
        }
    EXPECT_EQ(refusal(p256_->certificate(), rsa_->key()), "KEY: is not the key of the certificate in CERT: that one "
                                                          "has an ECDSA key (P-256), this is an RSA key (2048 bits)");
    EXPECT_EQ(refusal(rsa_->certificate(), other_rsa_->key()), "KEY: is not the key of the certificate in CERT");
}

TEST_F(TlsPairs, leave_nothing_behind_that_makes_the_next_one_fail) {
    EXPECT_NE(refusal(p256_->certificate(), rsa_->key()), kAccepted);
    EXPECT_EQ(refusal(rsa_->certificate(), rsa_->key()), kAccepted);
    EXPECT_NE(refusal("", ""), kAccepted);
    EXPECT_EQ(refusal(p256_->certificate(), p256_->key()), kAccepted);
}

TEST_F(TlsPairs, of_which_one_is_half_written_are_refused_wherever_it_is_cut) {
    auto const certificate = rsa_->certificate();
    auto const key = rsa_->key();
    for (std::size_t part = 0; part < 16; ++part) {
        EXPECT_THAT(refused_certificate(certificate.substr(0, certificate.size() * part / 16)),
                    StartsWith("CERT: is not a certificate in PEM: "))
            << part;
        EXPECT_THAT(refused_key(key.substr(0, key.size() * part / 16)),
                    StartsWith("KEY: is not a private key in PEM without a passphrase: "))
            << part;
    }
    EXPECT_THAT(refused_certificate(""), HasSubstr("it is empty"));
    EXPECT_THAT(refused_key("\n\n"), HasSubstr("it is empty"));
    EXPECT_THAT(refused_certificate(certificate.substr(0, 300)), HasSubstr("it is cut off or damaged"));
    EXPECT_THAT(refused_key(key.substr(0, 300)), HasSubstr("it is cut off or damaged"));
    EXPECT_THAT(refused_certificate(certificate + certificate.substr(0, 300)), HasSubstr("it is cut off or damaged"));
    EXPECT_THAT(refused_certificate(std::string(4096, '\0')), HasSubstr("no line begins with -----BEGIN"));
}

TEST_F(TlsPairs, in_each_others_place_are_told_so) {
    EXPECT_THAT(refusal(rsa_->key(), rsa_->certificate()),
                StartsWith("CERT: is not a certificate in PEM: it is a private key; tls.certificate and tls.key seem "
                           "to be exchanged"));
    EXPECT_THAT(refused_key(rsa_->certificate()), HasSubstr("it is a certificate; tls.certificate and tls.key seem"));
    EXPECT_THAT(refused_key(rsa_->public_key()), HasSubstr("it is a public key"));
    EXPECT_THAT(refused_certificate("-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n"),
                HasSubstr("it is a certificate request"));
}

TEST_F(TlsPairs, may_stand_in_one_file_that_only_its_owner_reads) {
    auto const both = rsa_->key() + rsa_->certificate();
    EXPECT_THAT(refusal(both, both), HasSubstr("run: chmod 640 CERT"));
    ::chmod(files_.certificate.c_str(), 0600);
    EXPECT_EQ(refusal(both, both), kAccepted);
}

TEST_F(TlsPairs, in_another_form_than_pem_are_told_how_to_convert_them) {
    EXPECT_THAT(refused_certificate(rsa_->der_certificate()),
                HasSubstr("it is in DER; run: openssl x509 -inform DER -in CERT -out CERT.pem"));
    EXPECT_THAT(refused_key(rsa_->der_key()),
                HasSubstr("it is in DER; run: openssl pkey -inform DER -in KEY -out KEY.pem"));
    EXPECT_THAT(refused_certificate("\xFF\xFE-\0-\0-\0"), HasSubstr("UTF-16"));
    EXPECT_THAT(refused_certificate("  " + rsa_->certificate()), HasSubstr("no line begins with -----BEGIN"));
}

TEST_F(TlsPairs, that_editors_and_tools_dressed_up_are_read) {
    auto const with_crlf = [](std::string text) {
        for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 2))
            text.insert(at, "\r");
        return text;
    };
    std::string const mark = "\xEF\xBB\xBF";
    EXPECT_EQ(refusal(mark + with_crlf(rsa_->certificate()), mark + with_crlf(rsa_->key())), kAccepted);
    EXPECT_EQ(refused_certificate("subject=CN = rsa\nissuer=CN = rsa\n" + rsa_->certificate()), kAccepted);
    EXPECT_EQ(refused_key(rsa_->old_style_key()), kAccepted);
    std::string const parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    EXPECT_EQ(refusal(p256_->certificate(), parameters + p256_->old_style_key()), kAccepted);
    EXPECT_THAT(refusal(p256_->certificate(), parameters), HasSubstr("has no private key in it"));
}

TEST_F(TlsPairs, with_a_passphrase_are_told_how_to_take_it_off) {
    for (auto const& locked : {rsa_->locked_key(), rsa_->old_style_locked_key()})
        EXPECT_EQ(refused_key(locked),
                  "KEY: is not a private key in PEM without a passphrase: it has one, which nobody "
                  "could type in; run: openssl pkey -in KEY -out KEY.open");
}

TEST_F(TlsPairs, that_are_too_small_are_told_what_would_do) {
    KeyPair const small("small", "RSA 1024");
    EXPECT_EQ(refusal(small.certificate(), small.key()),
              "KEY: is too small: an RSA key (1024 bits); RSA needs 2048 bits at least");
    KeyPair const foreign("foreign", "secp256k1");
    EXPECT_EQ(refusal(foreign.certificate(), foreign.key()),
              "KEY: is an ECDSA key (secp256k1), which browsers and boards do not understand; take P-256");
}

TEST_F(TlsPairs, of_a_chain_begin_with_the_servers_own) {
    KeyPair const root("root", "P-384");
    KeyPair const between("between", "RSA 2048", &root);
    KeyPair const leaf("leaf", "P-256", &between);
    auto const [own, middle, top] = std::tuple{leaf.certificate(), between.certificate(), root.certificate()};
    EXPECT_EQ(refusal(own + middle, leaf.key()), kAccepted);
    EXPECT_EQ(refusal(own + middle + top, leaf.key()), kAccepted);
    EXPECT_EQ(refusal(top + middle + own, leaf.key()),
              "CERT: its certificates stand in the wrong order: the first must be the server's own, and the one that "
              "the key in KEY belongs to is number 3");
    EXPECT_THAT(refusal(middle + own, leaf.key()), HasSubstr("is number 2"));
    EXPECT_THAT(refusal(own + middle, between.key()), HasSubstr("is number 2"));
    KeyPair const weak("weak", "RSA 1024");
    EXPECT_THAT(refusal(own + weak.certificate(), leaf.key()), StartsWith("CERT: its certificate number 2 "));
    std::string many = own;
    for (int i = 0; i < 20; ++i)
        many += top;
    EXPECT_THAT(refusal(many, leaf.key()), HasSubstr("holds 21 certificates"));
}

TEST_F(TlsPairs, that_do_not_count_now_say_so_in_one_sentence) {
    auto const fault = [this](hours begins, hours ends) {
        KeyPair const pair("cam.example", "P-256", nullptr, begins, ends);
        EXPECT_EQ(refusal(pair.certificate(), pair.key()), kAccepted);
        return (*TlsContext::load(files_))->fault_at(std::chrono::system_clock::now());
    };
    EXPECT_EQ(fault(-hours(48), hours(720)), "");
    EXPECT_THAT(fault(-hours(48), -hours(24)),
                testing::AllOf(StartsWith("cam.example, until 20"), HasSubstr("is over")));
    EXPECT_THAT(fault(hours(48), hours(720)),
                testing::AllOf(StartsWith("cam.example, until 20"), HasSubstr("does not count yet, until 20")));
}

TEST_F(TlsPairs, that_never_end_count) {
    KeyPair const pair("cam.example", "P-256", nullptr, -hours(24), hours(24 * 365 * 7900));
    ASSERT_EQ(refusal(pair.certificate(), pair.key()), kAccepted);
    auto const loaded = *TlsContext::load(files_);
    auto const now = std::chrono::system_clock::now();
    EXPECT_EQ(loaded->fault_at(now), "");
    EXPECT_FALSE(loaded->ends_soon(now));
    EXPECT_GT(*loaded->expiry(), now + hours(24 * 365 * 100));
    EXPECT_THAT(loaded->description(), HasSubstr("until 99"));
}

} // namespace
} // namespace watchpost::net
