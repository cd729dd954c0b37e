#include "pem_blocks.hpp"

#include "openssl_owned.hpp"

#include <watchpost/core/shell_word.hpp>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <algorithm>
#include <array>

namespace watchpost::net {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";
constexpr std::array kCertificates{PEM_STRING_X509, PEM_STRING_X509_OLD, PEM_STRING_X509_TRUSTED};
constexpr std::array kKeys{PEM_STRING_PKCS8, PEM_STRING_PKCS8INF, PEM_STRING_RSA, PEM_STRING_ECPRIVATEKEY,
                           PEM_STRING_DSA};

void free_bytes(void* bytes) {
    OPENSSL_free(bytes);
}
template <class T>
using OpensslBytes = Owned<T, free_bytes>;

bool is_no_start_line() {
    auto const error = ERR_peek_last_error();
    return ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
}

/// The command that makes PEM of it, when it is one of the binary forms.
std::string conversion_of(std::string_view text, std::string_view tool, std::filesystem::path const& file) {
    auto const* const begin = reinterpret_cast<unsigned char const*>(text.data());
    auto const size = static_cast<long>(text.size());
    auto const* at = begin;
    bool const is_certificate = CertificatePtr{d2i_X509(nullptr, &at, size)} != nullptr;
    at = begin;
    bool const is_key = !is_certificate && KeyPtr{d2i_AutoPrivateKey(nullptr, &at, size)} != nullptr;
    at = begin;
    bool const is_both = !is_certificate && !is_key && Owned<PKCS12, PKCS12_free>{d2i_PKCS12(nullptr, &at, size)};
    auto const paths = "-in " + shell_word(file) + " -out " + shell_word(file.string() + ".pem");
    if (is_both) return "it is in PKCS#12; run: openssl pkcs12 -nodes " + paths;
    if (!is_certificate && !is_key) return "";
    bool const is_wanted = is_certificate == (tool == "x509");
    if (!is_wanted) tool = is_certificate ? "x509" : "pkey";
    return std::string("it is ") +
           (is_wanted        ? ""
            : is_certificate ? "a certificate and "
                             : "a private key and ") +
           "in DER; run: openssl " + std::string(tool) + " -inform DER " + paths;
}

} // namespace

bool PemBlock::is_certificate() const {
    return std::find(kCertificates.begin(), kCertificates.end(), name) != kCertificates.end();
}

bool PemBlock::is_private_key() const {
    return std::find(kKeys.begin(), kKeys.end(), name) != kKeys.end();
}

std::string_view without_mark(std::string_view text) {
    return text.substr(text.starts_with(kMark) ? kMark.size() : 0);
}

Result<std::vector<PemBlock>> pem_blocks(std::string_view text) {
    text = without_mark(text);
    std::vector<PemBlock> blocks;
    BioPtr const memory{BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
    if (!memory) return Error{"there is no memory to read it"};
    for (;;) {
        char* name = nullptr;
        char* header = nullptr;
        unsigned char* bytes = nullptr;
        long size = 0;
        ERR_clear_error();
        if (PEM_read_bio(memory.get(), &name, &header, &bytes, &size) != 1) {
            if (is_no_start_line()) return blocks;
            return Error{"it is cut off or damaged behind its line -----BEGIN number " +
                         std::to_string(blocks.size() + 1)};
        }
        OpensslBytes<char> const name_kept{name};
        OpensslBytes<char> const header_kept{header};
        OpensslBytes<unsigned char> const bytes_kept{bytes};
        if (name == nullptr || header == nullptr || bytes == nullptr || size < 0)
            return Error{"OpenSSL cannot read it"};
        PemBlock block{name, false, {bytes, bytes + size}};
        block.is_encrypted =
            block.name == PEM_STRING_PKCS8 || std::string_view(header).find("ENCRYPTED") != std::string_view::npos;
        blocks.push_back(std::move(block));
    }
}

std::string why_no_pem(std::string_view text, std::string_view tool, std::filesystem::path const& file) {
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return "it is empty";
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
        return "it is a text in UTF-16; save it as UTF-8 or ASCII";
    auto const conversion = conversion_of(text, tool, file);
    return conversion.empty() ? "no line begins with -----BEGIN" : conversion;
}

} // namespace watchpost::net
