#pragma once

#include <watchpost/core/ip_address.hpp>

#include <string_view>
#include <vector>

namespace watchpost::auth {

/// What counts as one place when wrong credentials are counted (SECURITY rule 6). From afar an IPv6 /64 is one: whoever
/// has it has all of it. On the links that we are on ourselves neighbours share it, and each address counts by itself.
class OwnLinks {
public:
    /// A shorter prefix of an interface says nothing of who is near, and is passed over.
    static constexpr int kWidest = 48;

    /// fe80::/10 and fc00::/7 (RFC 4291, RFC 4193) are ours without being named.
    OwnLinks() = default;
    explicit OwnLinks(std::vector<IpRange> prefixes)
        : prefixes_(std::move(prefixes)) {}

    IpAddress place_of(IpAddress const& address) const;

private:
    std::vector<IpRange> prefixes_;
};

/// The IPv6 prefixes of the interfaces in the text of Linux's /proc/net/if_inet6, each once; what is none is passed
/// over.
std::vector<IpRange> prefixes_in(std::string_view if_inet6);

/// Of this machine, now: one short read, which waits for nothing. None where the kernel has no IPv6.
OwnLinks read_own_links();

} // namespace watchpost::auth
