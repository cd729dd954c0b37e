#pragma once

#include <watchpost/core/authority.hpp>
#include <watchpost/core/ip_address.hpp>

#include <set>
#include <span>
#include <string>

namespace watchpost::auth {

/// The names under which this daemon may be asked (SECURITY rule 9): a page that makes its own name point at us
/// (DNS rebinding) asks under that name.
class HostRule {
public:
    /// `names` as a Host header says them, without a port; `localhost`, `127.0.0.1` and `[::1]` always count.
    explicit HostRule(std::span<std::string const> names);

    /// Nothing unless `hosts`, the values of Host, are one that is allowed; `local` is the address that the peer
    /// connected to, which is allowed too. Ports are not compared: a forwarded port is our business no more than
    /// another name's.
    std::optional<Authority> allowed(std::span<std::string_view const> hosts, IpAddress const& local) const;

private:
    std::set<std::string, std::less<>> names_;
};

} // namespace watchpost::auth
