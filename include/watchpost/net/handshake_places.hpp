#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/guard.hpp>
#include <watchpost/net/link_set.hpp>

#include <boost/asio/ip/address.hpp>

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <optional>

namespace watchpost::net {

/// How many shake hands at a time: each costs memory, and the boards' return after a restart must not stop everything
/// else (DEVICES rule 12). Where there is no place for one more (SECURITY rule 39),
/// - whoever made no progress for longest makes room, if that is longer than an honest client thinks;
/// - else an address that has more than the new one loses the one that made no progress for longest;
/// - else the new one waits and tries again.
/// An address, which for IPv6 is a /64, has a share of its own, but this machine. Loop thread only.
class HandshakePlaces {
public:
    struct Limits {
        std::size_t total = 128;
        std::size_t per_address = 16;
    };
    /// What a board may take for its arithmetic.
    static constexpr std::chrono::seconds kThinking{2};

    explicit HandshakePlaces(Limits limits)
        : limits_(limits) {}

    /// Holds a place for `who` for as long as the guard lives, which `Connection::drop` ends. `address` is canonical.
    std::optional<Guard> admit(Connection& who, boost::asio::ip::address const& address, SteadyTime now);
    /// Something came from `who`, who has a place.
    void on_progress(Connection const& who, SteadyTime now);

private:
    struct Holder {
        Connection* who;
        boost::asio::ip::address counted; ///< as ConnectionBudget counts
        SteadyTime progress;
    };
    struct State {
        std::list<Holder> holders;
        std::map<boost::asio::ip::address, std::size_t> counts; ///< none is 0
    };

    std::size_t count(boost::asio::ip::address const& counted) const;
    Holder const* stalled_longest(std::optional<boost::asio::ip::address> const& of = std::nullopt) const;
    Holder const* of_greediest(std::size_t more_than) const;
    bool make_room(boost::asio::ip::address const& counted, bool has_its_share, SteadyTime now);

    Limits limits_;
    std::shared_ptr<State> state_ = std::make_shared<State>(); ///< shared with the guards
};

} // namespace watchpost::net
