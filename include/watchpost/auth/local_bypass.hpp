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
    /// It has a header that browsers send and hardly anybody else: Origin, Referer, Cookie, Sec-Fetch-* and its kin.
    bool shows_browser = false;
    bool secure = false;               ///< it came over TLS that ends here
    bool may_lack_host = false;        ///< HTTP/1.0, and it has none
    std::string host;                  ///< the value of Host; empty when there is none or more than one
    std::string our_host;              ///< where the peer connected to, as a Host header writes it
    std::uint16_t our_port = 0;        ///< the port that the peer connected to
    std::optional<std::string> origin; ///< the value of Origin, when there is one
};

/// What being at this machine opens.
enum class LocalBypass {
    none,
    reads, ///< looking, and the endpoints of boards
    full,
};

/// What a peer may do without authentication because it sits at this machine and no web page or proxy speaks through
/// it (SECURITY.md rule 1). For `full` Host must be localhost, 127.0.0.1, [::1] or the address of this machine that was
/// connected to, with our port, where an absent port means that of the scheme; an Origin must be that same place. Old
/// and simple clients name no port, or over HTTP/1.0 no host: no browser does, and where nothing shows one they have
/// `reads`.
LocalBypass local_bypass(PeerFacts const& facts);

/// Why it is not `full`, as the part of a sentence behind "but"; empty when it is, or the peer is somewhere else.
std::string why_not_local(PeerFacts const& facts);

} // namespace watchpost::auth
