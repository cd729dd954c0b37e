#pragma once

#include <watchpost/core/clock.hpp>

#include <boost/asio/ip/address.hpp>

#include <cstddef>
#include <list>
#include <map>
#include <string>

namespace watchpost::net {

/// How many bytes may be held of what peers have begun and not ended: messages and bodies (SECURITY rules 32 and 33).
/// Counted by account, which is a credential or an address, and in all. Where there is no room for more, whoever has
/// had something under way for the longest time gives up: honest messages are whole soon. Loop thread only.
class UnfinishedBudget {
public:
    struct Limits {
        std::size_t total = 64 * 1024 * 1024;
        std::size_t per_account = 8 * 1024 * 1024;
    };

    /// Somebody who can hold something unfinished.
    class Holder {
    public:
        /// What is held goes now, and with it the connection, or at least the request. Called at most once while
        /// something is held, also from within `Place::hold` of this very holder.
        virtual void give_up() = 0;

    protected:
        ~Holder() = default;
    };

    class Place;

    UnfinishedBudget() = default;
    explicit UnfinishedBudget(Limits limits)
        : limits_(limits) {}
    UnfinishedBudget(UnfinishedBudget const&) = delete;
    UnfinishedBudget& operator=(UnfinishedBudget const&) = delete;

    std::size_t held() const { return held_; }

private:
    struct Account {
        std::size_t held = 0;
        bool is_limited = true;
        std::list<Place*> places{};
    };
    using Accounts = std::map<std::string, Account>;

    static Place* longest_under_way(Account const& account);
    Place* longest_under_way() const;

    Limits const limits_{};
    std::size_t held_ = 0;
    Accounts accounts_;
};

/// The place of one holder in the budget. Outlived by the budget; gives everything back at its end.
class UnfinishedBudget::Place {
public:
    /// On the account of `name`, a credential; of the `address`, canonical, when that is empty. This machine has no
    /// limit of its own, for hundreds of simulated boards, and an IPv6 /64 is one address.
    Place(UnfinishedBudget& budget, Holder& holder, std::string const& name, boost::asio::ip::address const& address);
    Place(Place const&) = delete;
    Place& operator=(Place const&) = delete;
    ~Place();

    /// Of what is under way `bytes` are held now, in place of what was held before; 0 when nothing is.
    void hold(std::size_t bytes, SteadyTime now);

private:
    friend class UnfinishedBudget;
    void count(std::size_t bytes);
    bool is_too_much() const;

    UnfinishedBudget& budget_;
    Holder& holder_;
    Accounts::iterator account_;
    std::list<Place*>::iterator place_;
    std::size_t bytes_ = 0;
    SteadyTime since_{}; ///< when something began to be held
};

} // namespace watchpost::net
