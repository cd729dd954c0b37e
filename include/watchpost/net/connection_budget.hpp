#pragma once

#include <watchpost/core/guard.hpp>

#include <boost/asio/ip/address.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <optional>

namespace watchpost::net {

/// How many connections may be open (SECURITY rule 21). Hundreds of viewers from this machine are normal, so loopback
/// has no cap of its own; an IPv6 /64 counts as one address. Loop thread only.
class ConnectionBudget {
public:
    struct Limits {
        std::size_t total = 2048;
        std::size_t per_address = 256;
        std::size_t reserved_for_boards = 64; ///< of `total`
    };

    explicit ConnectionBudget(Limits limits);

    /// What counts as one address: one IPv6 host commonly has a whole /64 to itself.
    static boost::asio::ip::address counted_as(boost::asio::ip::address const& address);

    /// Holds a place for as long as the guard lives; nothing when there is none. `address` is canonical.
    std::optional<Guard> admit(boost::asio::ip::address const& address);

    /// There is no place for anybody.
    bool is_full() const { return state_->total >= state_->limits.total; }
    /// Only boards may come in now.
    bool is_reserved_for_boards() const;

private:
    struct State {
        Limits limits;
        std::size_t total = 0;
        std::map<boost::asio::ip::address, std::size_t> by_address;
    };

    std::shared_ptr<State> state_; ///< shared with the guards, which may outlive the budget
};

} // namespace watchpost::net
