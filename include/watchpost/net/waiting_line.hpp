#pragma once

#include <watchpost/core/guard.hpp>
#include <watchpost/net/link_set.hpp>

#include <boost/asio/ip/address.hpp>

#include <list>
#include <map>

namespace watchpost::net {

/// Connections that make the daemon wait: for a handshake, for a request, or for taking its answer. Whoever has done so
/// longest without a step forward makes room for the next where places are few (SECURITY rule 39). Every call costs the
/// same, however many wait. Loop thread only.
class WaitingLine {
public:
    /// The last in line for as long as the guard lives, which `Connection::drop` ends. `place` is what
    /// `ConnectionBudget` counts by. Guard and line may go in any order.
    Guard join(Connection& connection, boost::asio::ip::address const& place);

    /// Drops the first; false when nobody waits.
    bool make_room();
    /// Drops the first of this place; false when nobody of it waits.
    bool make_room_at(boost::asio::ip::address const& place);

private:
    struct Entry;
    using Entries = std::list<Entry>;
    using OfPlace = std::list<Entries::iterator>;
    struct Entry {
        Connection* connection;
        boost::asio::ip::address place;
        OfPlace::iterator in_place;
    };
    struct State {
        Entries all;
        std::map<boost::asio::ip::address, OfPlace> places; ///< none empty
    };

    static void leave(State& state, Entries::iterator entry);

    std::shared_ptr<State> state_ = std::make_shared<State>();
};

} // namespace watchpost::net
