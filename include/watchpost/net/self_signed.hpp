#pragma once

#include <watchpost/core/result.hpp>

#include <string>
#include <vector>

namespace watchpost::net {

/// A certificate that vouches for itself, and its key, both PEM.
struct SelfSigned {
    std::string certificate;
    std::string key; ///< a secret
};

/// ECDSA on P-256, for these host names and IP addresses (subjectAltName, at least one), from now for 825 days, the
/// longest that Apple's clients accept. For a lab: a browser asks its user whether it may be trusted. An error when one
/// is neither a name nor an address.
Result<SelfSigned> make_self_signed(std::vector<std::string> const& names);

} // namespace watchpost::net
