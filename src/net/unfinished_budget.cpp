#include "unfinished_budget.hpp"

#include <watchpost/core/ip_address.hpp>

namespace watchpost::net {
namespace {

/// Whose bytes count together when no credential says it.
std::string account_of(boost::asio::ip::address const& address) {
    return IpAddress::parse(address.to_string()).value_or(IpAddress()).place().to_string();
}

} // namespace

UnfinishedBudget::Place::Place(UnfinishedBudget& budget, Holder& holder, std::string const& name,
                               boost::asio::ip::address const& address)
    : budget_(budget)
    , holder_(holder)
    // A credential is no address, whatever it is called.
    , account_(budget.accounts_.try_emplace(name.empty() ? account_of(address) : "credential " + name).first)
    , place_(account_->second.places.insert(account_->second.places.end(), this)) {
    if (name.empty() && address.is_loopback()) account_->second.is_limited = false;
}

UnfinishedBudget::Place::~Place() {
    count(0);
    account_->second.places.erase(place_);
    if (account_->second.places.empty()) budget_.accounts_.erase(account_);
}

void UnfinishedBudget::Place::count(std::size_t bytes) {
    account_->second.held += bytes - bytes_; // of unsigned numbers: less when it shrinks
    budget_.held_ += bytes - bytes_;
    bytes_ = bytes;
}

bool UnfinishedBudget::Place::is_too_much() const {
    auto const& account = account_->second;
    return account.is_limited && account.held > budget_.limits_.per_account;
}

void UnfinishedBudget::Place::hold(std::size_t bytes, SteadyTime now) {
    if (bytes == bytes_) return;
    if (bytes_ == 0) since_ = now;
    bool const grows = bytes > bytes_;
    count(bytes);
    if (!grows) return;
    auto& budget = budget_; // giving up may be the end of this place
    bool gone = false;
    auto const give_up = [&](Place* place) {
        gone = gone || place == this;
        place->count(0);
        place->holder_.give_up();
    };
    while (!gone && is_too_much())
        give_up(longest_under_way(account_->second));
    while (!gone && budget.held_ > budget.limits_.total)
        give_up(budget.longest_under_way());
}

UnfinishedBudget::Place* UnfinishedBudget::longest_under_way(Account const& account) {
    Place* oldest = nullptr;
    for (auto* const place : account.places)
        if (place->bytes_ > 0 && (oldest == nullptr || place->since_ < oldest->since_)) oldest = place;
    return oldest;
}

UnfinishedBudget::Place* UnfinishedBudget::longest_under_way() const {
    Place* oldest = nullptr;
    for (auto const& [name, account] : accounts_)
        if (auto* const place = longest_under_way(account);
            place != nullptr && (oldest == nullptr || place->since_ < oldest->since_))
            oldest = place;
    return oldest;
}

} // namespace watchpost::net
