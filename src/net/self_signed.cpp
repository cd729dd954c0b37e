#include "openssl_owned.hpp"

#include <watchpost/core/printable.hpp>
#include <watchpost/net/self_signed.hpp>

#include <arpa/inet.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <optional>

namespace watchpost::net {
namespace {

constexpr long kDay = 24 * 60 * 60;
constexpr long kValidFor = 824 * kDay; ///< with the day before it, 825 in all
constexpr long kValidSince = -kDay;    ///< a board's clock may be slow
constexpr std::size_t kLongestName = 253;
constexpr std::size_t kLongestCommonName = 64;
constexpr int kSerialBytes = 16; ///< RFC 5280 section 4.1.2.2 allows 20

bool is_host_name(std::string const& name) {
    auto const is_allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    return !name.empty() && name.size() <= kLongestName && std::all_of(name.begin(), name.end(), is_allowed) &&
           name.front() != '.' && name.front() != '-' && name.find("..") == std::string::npos;
}

/// The bytes of an address, as a certificate has them.
std::optional<std::string> address_bytes(std::string const& text) {
    std::array<char, sizeof(in6_addr)> room{};
    if (inet_pton(AF_INET, text.c_str(), room.data()) == 1) return std::string(room.data(), sizeof(in_addr));
    if (inet_pton(AF_INET6, text.c_str(), room.data()) == 1) return std::string(room.data(), sizeof(in6_addr));
    return std::nullopt;
}

bool add_name(GENERAL_NAMES& names, std::string const& text) {
    auto const address = address_bytes(text);
    auto const& bytes = address ? *address : text;
    auto* const value = address ? ASN1_OCTET_STRING_new() : ASN1_IA5STRING_new();
    auto* const name = GENERAL_NAME_new();
    if (value == nullptr || name == nullptr ||
        ASN1_STRING_set(value, bytes.data(), static_cast<int>(bytes.size())) != 1)
        return false;
    GENERAL_NAME_set0_value(name, address ? GEN_IPADD : GEN_DNS, value);
    return sk_GENERAL_NAME_push(&names, name) > 0;
}

bool add_names(X509& certificate, std::vector<std::string> const& names) {
    Owned<GENERAL_NAMES, GENERAL_NAMES_free> const list{GENERAL_NAMES_new()};
    if (!list) return false;
    for (auto const& name : names)
        if (!add_name(*list, name)) return false;
    return X509_add1_ext_i2d(&certificate, NID_subject_alt_name, list.get(), 0, X509V3_ADD_DEFAULT) == 1;
}

bool add_extension(X509& certificate, int what, char const* value) {
    Owned<X509_EXTENSION, X509_EXTENSION_free> const extension{X509V3_EXT_conf_nid(nullptr, nullptr, what, value)};
    return extension && X509_add_ext(&certificate, extension.get(), -1) == 1;
}

bool set_serial(X509& certificate) {
    std::array<unsigned char, kSerialBytes> bytes{};
    if (RAND_bytes(bytes.data(), kSerialBytes) != 1) return false;
    bytes[0] = static_cast<unsigned char>((bytes[0] & 0x7FU) | 0x40U); // positive, and always as long
    Owned<BIGNUM, BN_free> const number{BN_bin2bn(bytes.data(), kSerialBytes, nullptr)};
    return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&certificate)) != nullptr;
}

bool set_subject(X509& certificate, std::string const& name) {
    auto* const subject = X509_get_subject_name(&certificate);
    auto const common = name.substr(0, kLongestCommonName);
    return X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_ASC,
                                      reinterpret_cast<unsigned char const*>(common.data()),
                                      static_cast<int>(common.size()), -1, 0) == 1 &&
           X509_set_issuer_name(&certificate, subject) == 1;
}

bool fill_in(X509& certificate, EVP_PKEY& key, std::vector<std::string> const& names) {
    return X509_set_version(&certificate, X509_VERSION_3) == 1 && set_serial(certificate) &&
           X509_gmtime_adj(X509_getm_notBefore(&certificate), kValidSince) != nullptr &&
           X509_gmtime_adj(X509_getm_notAfter(&certificate), kValidFor) != nullptr &&
           set_subject(certificate, names.front()) && X509_set_pubkey(&certificate, &key) == 1 &&
           add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
           add_extension(certificate, NID_key_usage, "critical,digitalSignature") &&
           add_extension(certificate, NID_ext_key_usage, "serverAuth") && add_names(certificate, names) &&
           X509_sign(&certificate, &key, EVP_sha256()) > 0;
}

std::string text_of(BIO& memory) {
    char* bytes = nullptr;
    auto const size = BIO_get_mem_data(&memory, &bytes);
    return {bytes, static_cast<std::size_t>(size)};
}

} // namespace

Result<SelfSigned> make_self_signed(std::vector<std::string> const& names) {
    if (names.empty()) return Error{"a certificate needs a name"};
    for (auto const& name : names) {
        if (!is_host_name(name) && !address_bytes(name))
            return Error{"\"" + printable(name) + "\" is neither a host name nor an IP address"};
    }
    KeyPtr const key{EVP_EC_gen("P-256")};
    CertificatePtr const certificate{X509_new()};
    BioPtr const certificate_text{BIO_new(BIO_s_mem())};
    BioPtr const key_text{BIO_new(BIO_s_secmem())};
    if (!key || !certificate || !certificate_text || !key_text || !fill_in(*certificate, *key, names) ||
        PEM_write_bio_X509(certificate_text.get(), certificate.get()) != 1 ||
        PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return Error{"OpenSSL could not make a certificate"};
    return SelfSigned{text_of(*certificate_text), text_of(*key_text)};
}

} // namespace watchpost::net
