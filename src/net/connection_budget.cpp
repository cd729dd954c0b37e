#include <watchpost/net/connection_budget.hpp>

#include <algorithm>

namespace watchpost::net {
namespace ip = boost::asio::ip;

ip::address ConnectionBudget::counted_as(ip::address const& address) {
    if (!address.is_v6()) return address;
    auto bytes = address.to_v6().to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    return ip::address_v6(bytes);
}

ConnectionBudget::ConnectionBudget(Limits limits)
    : state_(std::make_shared<State>(State{limits, 0, {}})) {}

std::optional<Guard> ConnectionBudget::admit(boost::asio::ip::address const& address) {
    if (is_full()) return std::nullopt;
    auto const key = counted_as(address);
    auto& here = state_->by_address[key];
    if (!address.is_loopback() && here >= state_->limits.per_address) return std::nullopt;
    ++here;
    ++state_->total;
    return Guard{[state = state_, key] {
        --state->total;
        auto const it = state->by_address.find(key);
        if (--it->second == 0) state->by_address.erase(it);
    }};
}

bool ConnectionBudget::is_reserved_for_boards() const {
    auto const& limits = state_->limits;
    return state_->total + limits.reserved_for_boards > limits.total;
}

} // namespace watchpost::net
