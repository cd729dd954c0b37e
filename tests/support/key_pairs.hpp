#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <chrono>
#include <ctime>
#include <memory>
#include <stdexcept>
#include <string>

namespace watchpost::test {

/// A certificate and its private key, of any kind and age, made in this process: what `watchpost cert` does not make.
class KeyPair {
public:
    /// `kind`: "RSA" with a number of bits, as "RSA 2048"; or "ED25519", "P-256", "secp256k1" and the like. Signed by
    /// `issuer`, or by itself.
    KeyPair(std::string const& name, std::string const& kind, KeyPair const* issuer = nullptr,
            std::chrono::seconds begins = -std::chrono::hours(24), std::chrono::seconds ends = std::chrono::hours(720))
        : key_(made_key(kind), EVP_PKEY_free)
        , certificate_(X509_new(), X509_free) {
        static long serial = 1000;
        need(key_ && certificate_ && X509_set_version(certificate_.get(), X509_VERSION_3) == 1);
        need(ASN1_INTEGER_set(X509_get_serialNumber(certificate_.get()), ++serial) == 1);
        need(set_time(X509_getm_notBefore(certificate_.get()), begins));
        need(set_time(X509_getm_notAfter(certificate_.get()), ends));
        auto* const subject = X509_get_subject_name(certificate_.get());
        need(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                                        reinterpret_cast<unsigned char const*>(name.c_str()), -1, -1, 0) == 1);
        auto const& signer = issuer != nullptr ? *issuer : *this;
        need(X509_set_issuer_name(certificate_.get(), X509_get_subject_name(signer.certificate_.get())) == 1);
        need(X509_set_pubkey(certificate_.get(), key_.get()) == 1);
        auto const* const hash = EVP_PKEY_get_base_id(signer.key_.get()) == EVP_PKEY_ED25519 ? nullptr : EVP_sha256();
        need(X509_sign(certificate_.get(), signer.key_.get(), hash) > 0);
    }

    std::string certificate() const {
        return written([this](BIO* to) { return PEM_write_bio_X509(to, certificate_.get()); });
    }
    std::string key() const {
        return written([this](BIO* to) {
            return PEM_write_bio_PrivateKey(to, key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
    }
    /// As `openssl ecparam -genkey` and `openssl genrsa -traditional` write it.
    std::string old_style_key() const {
        return written([this](BIO* to) {
            return PEM_write_bio_PrivateKey_traditional(to, key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
        });
    }
    std::string locked_key() const {
        return written([this](BIO* to) {
            return PEM_write_bio_PrivateKey(to, key_.get(), EVP_aes_128_cbc(), nullptr, 0, nullptr,
                                            const_cast<char*>("word"));
        });
    }
    /// As `openssl rsa -aes128` of old wrote it: the encryption stands in a header.
    std::string old_style_locked_key() const {
        return written([this](BIO* to) {
            return PEM_write_bio_PrivateKey_traditional(to, key_.get(), EVP_aes_128_cbc(), nullptr, 0, nullptr,
                                                        const_cast<char*>("word"));
        });
    }
    std::string public_key() const {
        return written([this](BIO* to) { return PEM_write_bio_PUBKEY(to, key_.get()); });
    }
    std::string der_certificate() const {
        return written([this](BIO* to) { return i2d_X509_bio(to, certificate_.get()); });
    }
    std::string der_key() const {
        return written([this](BIO* to) { return i2d_PrivateKey_bio(to, key_.get()); });
    }

private:
    static void need(bool is_done) {
        if (!is_done) throw std::runtime_error("OpenSSL makes no certificate");
    }

    static bool set_time(ASN1_TIME* time, std::chrono::seconds from_now) {
        return ASN1_TIME_set(time, std::time(nullptr) + from_now.count()) != nullptr;
    }

    static EVP_PKEY* made_key(std::string const& kind) {
        if (kind.starts_with("RSA ")) return EVP_RSA_gen(static_cast<unsigned>(std::stoul(kind.substr(4))));
        if (kind == "ED25519") return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
        return EVP_EC_gen(kind.c_str());
    }

    template <class Write>
    static std::string written(Write write) {
        std::unique_ptr<BIO, decltype(&BIO_free_all)> const memory(BIO_new(BIO_s_mem()), BIO_free_all);
        need(memory && write(memory.get()) == 1);
        char* bytes = nullptr;
        auto const size = BIO_get_mem_data(memory.get(), &bytes);
        return {bytes, static_cast<std::size_t>(size)};
    }

    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
    std::unique_ptr<X509, decltype(&X509_free)> certificate_;
};

} // namespace watchpost::test
