#include <watchpost/net/connection_budget.hpp>

namespace watchpost::net {

ConnectionBudget::ConnectionBudget(Limits limits)
    : state_(std::make_shared<State>(State{limits, 0, {}})) {}

std::optional<Guard> ConnectionBudget::admit(boost::asio::ip::address const& address) {
    if (state_->total >= state_->limits.total) return std::nullopt;
    auto& here = state_->by_address[address];
    if (!address.is_loopback() && here >= state_->limits.per_address) return std::nullopt;
    ++here;
    ++state_->total;
    return Guard{[state = state_, address] {
        --state->total;
        auto const it = state->by_address.find(address);
        if (--it->second == 0) state->by_address.erase(it);
    }};
}

bool ConnectionBudget::is_reserved_for_boards() const {
    auto const& limits = state_->limits;
    return state_->total + limits.reserved_for_boards > limits.total;
}

} // namespace watchpost::net
