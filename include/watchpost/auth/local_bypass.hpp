#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace watchpost::auth {

/// What is known of a peer at its request, for the decision below.
struct PeerFacts {
    bool loopback = false;     ///< of the canonical peer address: IPv4-mapped IPv6 is unwrapped already
    bool behind_proxy = false; ///< the setting, or the peer is a proxy that is trusted
    /// The request has a Forwarded, X-Forwarded-*, X-Real-IP or Via header, whatever it says.
    bool forwarded_header_present = false;
    /// A browser says that a page of another site asks, and not to be left for ours (Sec-Fetch-Site, Sec-Fetch-Mode).
    bool cross_site = false;
    bool secure = false;               ///< it came over TLS that ends here
    std::string host;                  ///< the value of Host; empty when there is none or more than one
    std::uint16_t our_port = 0;        ///< the port that the peer connected to
    std::optional<std::string> origin; ///< the value of Origin, when there is one
};

/// True when the peer needs no authentication because it sits at this machine and no web page or proxy speaks through
/// it (SECURITY.md rule 1). Host must be localhost, 127.0.0.1 or [::1] with our port, where an absent port means that
/// of the scheme; an Origin must be that same place.
bool local_bypass(PeerFacts const& facts);

} // namespace watchpost::auth
