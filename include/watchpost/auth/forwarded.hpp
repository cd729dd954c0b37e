#pragma once

#include <watchpost/core/ip_address.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace watchpost::auth {

/// The headers of a request in their order, names in lower case.
using HeaderList = std::span<std::pair<std::string, std::string> const>;

/// Forwarded, X-Forwarded-*, X-Real-IP and Via; `name` is in lower case.
bool is_forwarding_header(std::string_view name);

/// Where a request comes from, by its peer and the proxies that may speak for others (SECURITY rule 2).
struct Forwarding {
    /// Some proxy has passed this on, or says so: it never counts as local.
    bool is_forwarded = false;
    /// A trusted proxy says nothing readable of the one who asked it: it is let in by a credential only.
    bool is_unknown = false;
    /// The peer, unless that is a trusted proxy: then the first, from the right, that is not. The unspecified address
    /// when that one is unknown.
    IpAddress client;
    /// Whether the client came to the proxies over https (or wss); nothing when no trusted proxy said so readably.
    std::optional<bool> secure;
};

/// What a trusted peer says in Forwarded (RFC 7239) or X-Forwarded-For, and X-Forwarded-Proto. Each is a list, over as
/// many lines as there are, read from its end to the first hop that is not trusted: what stands beyond was written by
/// whoever came to that hop, and is not looked at. Where both of the first two come they must agree, or the client is
/// unknown. What an untrusted peer says is not looked at either.
Forwarding follow_forwarding(IpAddress const& peer, HeaderList headers, std::span<IpRange const> trusted);

} // namespace watchpost::auth
