#pragma once

#include "openssl_owned.hpp"

#include <watchpost/core/result.hpp>
#include <watchpost/net/tls_context.hpp>

#include <string_view>
#include <vector>

namespace watchpost::net {

/// A certificate with what leads to its issuer, and the private key of the first of them.
struct PemPair {
    std::vector<CertificatePtr> chain; ///< at least one; none is null
    KeyPtr key;                        ///< not null
};

/// Of the texts of these two files, whatever is in them. The error begins with the name of the file to look at, and
/// says what is wrong: no PEM, cut off, a passphrase, exchanged, a wrong order, of two pairs, too small. Any thread.
/// (SECURITY rule 38)
Result<PemPair> read_pem_pair(TlsFiles const& files, std::string_view certificate, std::string_view key);

/// True when the text has a private key in it, locked or not.
bool holds_private_key(std::string_view text);

} // namespace watchpost::net
