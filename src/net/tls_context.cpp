#include "pem_file.hpp"
#include "pem_pair.hpp"

#include <watchpost/core/printable.hpp>
#include <watchpost/core/shell_word.hpp>
#include <watchpost/net/tls_context.hpp>

#include <boost/asio/ssl/context.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace watchpost::net {
namespace {

namespace asio = boost::asio;

// AES-128 first: it is what small boards are fastest with. One without hardware for it puts ChaCha20 first, and gets
// it.
constexpr auto kTls12Suites = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                              "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
                              "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384";
constexpr auto kTls13Suites = "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384";
constexpr auto kGroups = "X25519:P-256:P-384";

constexpr auto kSoon = std::chrono::days(14);

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

/// What OpenSSL says against the last thing it was asked for; takes it out of its queue.
std::string reason_of_openssl() {
    auto const* const reason = ERR_reason_error_string(ERR_peek_last_error());
    std::string const text = reason != nullptr ? reason : "without a reason";
    ERR_clear_error();
    return text;
}

/// Nothing when the context has both now.
std::optional<Error> put_in(SSL_CTX* context, PemPair const& pair, TlsFiles const& files) {
    ERR_clear_error();
    for (auto const& certificate : pair.chain) {
        bool const is_first = certificate == pair.chain.front();
        bool const is_taken = is_first ? SSL_CTX_use_certificate(context, certificate.get()) == 1
                                       : SSL_CTX_add1_chain_cert(context, certificate.get()) == 1;
        if (!is_taken)
            return Error{files.certificate.string() + ": OpenSSL refuses its certificate number " +
                         std::to_string(&certificate - pair.chain.data() + 1) + ": " + reason_of_openssl()};
    }
    // A key of another type would take the certificate away and say nothing: `read_pem_pair` has compared them.
    if (SSL_CTX_use_PrivateKey(context, pair.key.get()) != 1 || SSL_CTX_check_private_key(context) != 1 ||
        SSL_CTX_get0_certificate(context) == nullptr)
        return Error{files.key.string() + ": OpenSSL refuses this key: " + reason_of_openssl()};
    return std::nullopt;
}

/// Of a year that our clock does not reach, such as 9999, which RFC 5280 section 4.1.2.5 has for "no end": the last, or
/// the first, that it does.
std::optional<WallTime> wall_time(ASN1_TIME const* time) {
    std::tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    auto const seconds = std::chrono::seconds(::timegm(&parts));
    auto const first = std::chrono::ceil<std::chrono::seconds>(WallTime::min().time_since_epoch());
    auto const last = std::chrono::floor<std::chrono::seconds>(WallTime::max().time_since_epoch());
    return WallTime(std::clamp(seconds, first, last));
}

std::string last_day_of(X509 const& certificate) {
    std::tm parts{};
    std::array<char, 16> text{};
    auto const* const end = X509_get0_notAfter(&certificate);
    if (end == nullptr || ASN1_TIME_to_tm(end, &parts) != 1) return "an unknown day";
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts)};
}

Error open_to_everybody(std::filesystem::path const& key) {
    return {key.string() + ": is a secret key and can be read by every user of this machine; run: chmod 640 " +
            shell_word(key)};
}

std::string name_of(X509 const& certificate) {
    std::array<char, 128> text{};
    auto const* const subject = X509_get_subject_name(&certificate);
    auto const length = subject == nullptr ? -1
                                           : X509_NAME_get_text_by_NID(subject, NID_commonName, text.data(),
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

    auto const pair = read_pem_pair(files, certificate->text, key->text);
    if (!pair) return pair.error();
    if (key->readable_by_everybody) return open_to_everybody(files.key);
    if (certificate->readable_by_everybody && holds_private_key(certificate->text))
        return open_to_everybody(files.certificate);

    TlsContextPtr const made(new TlsContext);
    auto* const raw = made->asio().native_handle();
    if (!set_terms(raw)) return Error{"this OpenSSL does not know the TLS suites that watchpost offers"};
    if (auto const problem = put_in(raw, *pair, files)) return *problem;

    auto const& leaf = *pair->chain.front();
    made->description_ = name_of(leaf) + ", until " + last_day_of(leaf);
    made->begin_ = wall_time(X509_get0_notBefore(&leaf));
    made->expiry_ = wall_time(X509_get0_notAfter(&leaf));
    return made;
}

std::string TlsContext::fault_at(WallTime now) const {
    if (!begin_ || !expiry_) return description_ + ", which is no time";
    if (now < *begin_) return description_ + "; it does not count yet, until " + to_rfc3339(*begin_);
    if (now >= *expiry_) return description_ + ", which is over";
    return "";
}

bool TlsContext::ends_soon(WallTime now) const {
    return expiry_ && *expiry_ - kSoon < now;
}

} // namespace watchpost::net
