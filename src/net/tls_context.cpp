#include "pem_file.hpp"

#include <watchpost/core/printable.hpp>
#include <watchpost/core/shell_word.hpp>
#include <watchpost/net/tls_context.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <ctime>

namespace watchpost::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// AES-128 first: it is what small boards are fastest with. One without hardware for it puts ChaCha20 first, and gets
// it.
constexpr auto kTls12Suites = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                              "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
                              "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384";
constexpr auto kTls13Suites = "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384";
constexpr auto kGroups = "X25519:P-256:P-384";

constexpr std::time_t kSoon = 14 * 24 * 60 * 60; ///< seconds

/// False when this OpenSSL refuses one of our lists.
bool set_terms(SSL_CTX* context) {
    SSL_CTX_set_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA | SSL_OP_NO_COMPRESSION |
                                     SSL_OP_NO_RENEGOTIATION);
    // Clients keep their session in a ticket: there is nothing to keep here.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1 &&
           SSL_CTX_set_cipher_list(context, kTls12Suites) == 1 &&
           SSL_CTX_set_ciphersuites(context, kTls13Suites) == 1 && SSL_CTX_set1_groups_list(context, kGroups) == 1;
}

bool is_mismatch(error_code error) {
    auto const code = static_cast<unsigned long>(error.value());
    return ERR_GET_LIB(code) == ERR_LIB_X509 && ERR_GET_REASON(code) == X509_R_KEY_VALUES_MISMATCH;
}

std::optional<WallTime> wall_time(ASN1_TIME const* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    return std::chrono::system_clock::from_time_t(::timegm(&parts));
}

std::string last_day_of(X509 const& certificate) {
    std::tm parts{};
    std::array<char, 16> text{};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(&certificate), &parts) != 1) return "an unknown day";
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts)};
}

std::string name_of(X509 const& certificate) {
    std::array<char, 128> text{};
    auto const length = X509_NAME_get_text_by_NID(X509_get_subject_name(&certificate), NID_commonName, text.data(),
                                                  static_cast<int>(text.size()));
    return length > 0 ? printable(text.data()) : "a name in the certificate only";
}

} // namespace

TlsContext::TlsContext()
    : context_(std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server)) {}

TlsContext::~TlsContext() = default;

Result<TlsContextPtr> TlsContext::load(TlsFiles const& files) {
    auto const certificate = read_pem_file(files.certificate);
    if (!certificate) return certificate.error();
    auto const key = read_pem_file(files.key);
    if (!key) return key.error();
    if (key->readable_by_everybody) {
        return Error{files.key.string() + ": is a secret key and can be read by every user of this machine; run: " +
                     "chmod 640 " + shell_word(files.key)};
    }

    TlsContextPtr const made(new TlsContext);
    auto& context = made->asio();
    auto* const raw = context.native_handle();
    if (!set_terms(raw)) return Error{"this OpenSSL does not know the TLS suites that watchpost offers"};
    error_code error;
    context.set_password_callback([](std::size_t, auto) { return std::string(); }, error); // never asks the terminal
    context.use_certificate_chain(asio::buffer(certificate->text), error);
    if (error) return Error{files.certificate.string() + ": is not a certificate in PEM: " + error.message()};
    context.use_private_key(asio::buffer(key->text), asio::ssl::context::pem, error);
    if (is_mismatch(error))
        return Error{files.key.string() + ": is not the key of the certificate in " + files.certificate.string()};
    if (error)
        return Error{files.key.string() + ": is not a private key in PEM without a passphrase: " + error.message()};

    auto const& leaf = *SSL_CTX_get0_certificate(raw);
    made->description_ = name_of(leaf) + ", until " + last_day_of(leaf);
    made->begin_ = wall_time(X509_get0_notBefore(&leaf));
    made->expiry_ = wall_time(X509_get0_notAfter(&leaf));
    auto soon = std::time(nullptr) + kSoon;
    made->ends_soon_ = X509_cmp_time(X509_get0_notAfter(&leaf), &soon) < 0;
    return made;
}

} // namespace watchpost::net
