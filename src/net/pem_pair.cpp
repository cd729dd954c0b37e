#include "pem_pair.hpp"

#include "pem_blocks.hpp"

#include <watchpost/core/shell_word.hpp>

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>

namespace watchpost::net {
namespace {

constexpr int kLeastSecurityBits = 112; ///< RSA of 2048 bits; what OpenSSL's security level 2 asks for
constexpr std::size_t kLongestChain = 16;
constexpr auto kExchanged = "; tls.certificate and tls.key seem to be exchanged";

Error about(std::filesystem::path const& file, std::string const& what) {
    return {file.string() + ": " + what};
}

Error no_certificate(std::filesystem::path const& file, std::string const& why) {
    return about(file, "is not a certificate in PEM: " + why);
}

Error no_key(std::filesystem::path const& file, std::string const& why) {
    return about(file, "is not a private key in PEM without a passphrase: " + why);
}

std::string group_of(EVP_PKEY const& key) {
    std::array<char, 64> name{};
    if (EVP_PKEY_get_group_name(&key, name.data(), name.size(), nullptr) != 1) return "a curve without a name";
    std::string const group = name.data();
    if (group == "prime256v1") return "P-256";
    if (group == "secp384r1") return "P-384";
    if (group == "secp521r1") return "P-521";
    return group;
}

/// In words, with its article.
std::string kind_of(EVP_PKEY const& key) {
    switch (EVP_PKEY_get_base_id(&key)) {
    case EVP_PKEY_RSA:
    case EVP_PKEY_RSA_PSS:
        return "an RSA key (" + std::to_string(EVP_PKEY_get_bits(&key)) + " bits)";
    case EVP_PKEY_EC:
        return "an ECDSA key (" + group_of(key) + ")";
    case EVP_PKEY_ED25519:
        return "an Ed25519 key";
    case EVP_PKEY_ED448:
        return "an Ed448 key";
    default:
        auto const* const name = EVP_PKEY_get0_type_name(&key);
        return "a key of the kind " + std::string(name != nullptr ? name : "unknown");
    }
}

/// What it is too weak or too rare for; empty when it is neither.
std::string unfit(EVP_PKEY const& key) {
    auto const kind = EVP_PKEY_get_base_id(&key);
    bool const is_rsa = kind == EVP_PKEY_RSA || kind == EVP_PKEY_RSA_PSS;
    if (EVP_PKEY_get_security_bits(&key) < kLeastSecurityBits)
        return "is too small: " + kind_of(key) + "; RSA needs 2048 bits at least" + (is_rsa ? "" : ", ECDSA P-256");
    bool const is_known = is_rsa || kind == EVP_PKEY_ED25519 || kind == EVP_PKEY_ED448 ||
                          (kind == EVP_PKEY_EC && group_of(key).starts_with("P-"));
    return is_known ? "" : "is " + kind_of(key) + ", which browsers and boards do not understand; take P-256";
}

std::string why_no_certificate(std::vector<PemBlock> const& blocks) {
    for (auto const& block : blocks) {
        if (block.is_private_key()) return std::string("it is a private key") + kExchanged;
        if (block.name.ends_with("CERTIFICATE REQUEST"))
            return "it is a certificate request, of which the issuer makes the certificate";
        if (block.name == "PUBLIC KEY") return "it is a public key";
    }
    return "it has no certificate in it";
}

std::string why_no_key(std::vector<PemBlock> const& blocks) {
    for (auto const& block : blocks) {
        if (block.is_certificate()) return std::string("it is a certificate") + kExchanged;
        if (block.name == "PUBLIC KEY") return "it is a public key";
        if (block.name == "OPENSSH PRIVATE KEY") return "it is a key for SSH";
    }
    return "it has no private key in it";
}

Result<std::vector<CertificatePtr>> read_chain(std::filesystem::path const& file, std::string_view text) {
    auto const blocks = pem_blocks(text);
    if (!blocks) return no_certificate(file, blocks.error().message);
    if (blocks->empty()) return no_certificate(file, why_no_pem(text, "x509", file));
    std::vector<CertificatePtr> chain;
    for (auto const& block : *blocks) {
        if (!block.is_certificate()) continue;
        auto const* bytes = block.bytes.data();
        auto const size = static_cast<long>(block.bytes.size());
        CertificatePtr certificate{block.name == "TRUSTED CERTIFICATE" ? d2i_X509_AUX(nullptr, &bytes, size)
                                                                       : d2i_X509(nullptr, &bytes, size)};
        auto const number = std::to_string(chain.size() + 1);
        if (!certificate) return no_certificate(file, "what stands in its certificate number " + number + " is none");
        auto const* const key = X509_get0_pubkey(certificate.get());
        if (key == nullptr)
            return about(file, "its certificate number " + number + " has a public key that OpenSSL does not know");
        // The first one's key is looked at where it is, in the other file.
        if (auto const reason = chain.empty() ? "" : unfit(*key); !reason.empty())
            return about(file, "its certificate number " + number + " has a key that " + reason);
        chain.push_back(std::move(certificate));
    }
    if (chain.empty()) return no_certificate(file, why_no_certificate(*blocks));
    if (chain.size() > kLongestChain)
        return about(file, "holds " + std::to_string(chain.size()) + " certificates; a chain has " +
                               std::to_string(kLongestChain) + " at most");
    return chain;
}

Result<KeyPtr> read_key(std::filesystem::path const& file, std::string_view text) {
    auto const blocks = pem_blocks(text);
    if (!blocks) return no_key(file, blocks.error().message);
    if (blocks->empty()) return no_key(file, why_no_pem(text, "pkey", file));
    auto const found =
        std::find_if(blocks->begin(), blocks->end(), [](auto const& block) { return block.is_private_key(); });
    if (found == blocks->end()) return no_key(file, why_no_key(*blocks));
    if (found->is_encrypted)
        return no_key(file, "it has one, which nobody could type in; run: openssl pkey -in " + shell_word(file) +
                                " -out " + shell_word(file.string() + ".open"));
    auto const plain = without_mark(text);
    BioPtr const memory{BIO_new_mem_buf(plain.data(), static_cast<int>(plain.size()))};
    auto const never_asks = [](char*, int, int, void*) { return -1; };
    KeyPtr key{memory ? PEM_read_bio_PrivateKey(memory.get(), nullptr, never_asks, nullptr) : nullptr};
    if (!key) return no_key(file, "what stands in it is none that OpenSSL knows");
    return key;
}

bool belong_together(X509 const& certificate, EVP_PKEY const& key) {
    auto const* const its_own = X509_get0_pubkey(&certificate);
    return its_own != nullptr && EVP_PKEY_eq(its_own, &key) == 1; // negative for keys of two kinds
}

Error no_pair(TlsFiles const& files, std::vector<CertificatePtr> const& chain, EVP_PKEY const& key) {
    auto const owner =
        std::find_if(chain.begin(), chain.end(), [&](auto const& one) { return belong_together(*one, key); });
    if (owner != chain.end())
        return about(files.certificate, "its certificates stand in the wrong order: the first must be the server's "
                                        "own, and the one that the key in " +
                                            files.key.string() + " belongs to is number " +
                                            std::to_string(owner - chain.begin() + 1));
    auto const wanted = kind_of(*X509_get0_pubkey(chain.front().get()));
    auto const given = kind_of(key);
    return about(files.key, "is not the key of the certificate in " + files.certificate.string() +
                                (wanted == given ? "" : ": that one has " + wanted + ", this is " + given));
}

} // namespace

Result<PemPair> read_pem_pair(TlsFiles const& files, std::string_view certificate, std::string_view key) {
    // What another call left on this thread is no fault of these files, nor ours one of the next.
    ERR_clear_error();
    auto chain = read_chain(files.certificate, certificate);
    auto read = chain ? read_key(files.key, key) : Result<KeyPtr>(chain.error());
    ERR_clear_error();
    if (!read) return read.error();
    if (!belong_together(*chain->front(), **read)) return no_pair(files, *chain, **read);
    if (auto const reason = unfit(**read); !reason.empty()) return about(files.key, reason);
    return PemPair{std::move(*chain), std::move(*read)};
}

bool holds_private_key(std::string_view text) {
    auto const blocks = pem_blocks(text);
    ERR_clear_error();
    return blocks && std::any_of(blocks->begin(), blocks->end(), [](auto const& one) { return one.is_private_key(); });
}

} // namespace watchpost::net
