#include <watchpost/net/connection_budget.hpp>
#include <watchpost/net/handshake_places.hpp>

#include <algorithm>

namespace watchpost::net {

std::optional<Guard> HandshakePlaces::admit(Connection& who, boost::asio::ip::address const& address, SteadyTime now) {
    auto const counted = ConnectionBudget::counted_as(address);
    bool const has_its_share = !address.is_loopback() && count(counted) >= limits_.per_address;
    bool const is_full = has_its_share || state_->holders.size() >= limits_.total;
    if (is_full && !make_room(counted, has_its_share, now)) return std::nullopt;
    auto const place = state_->holders.insert(state_->holders.end(), {&who, counted, now});
    ++state_->counts[counted];
    return Guard{[state = state_, place] {
        auto const here = state->counts.find(place->counted);
        if (--here->second == 0) state->counts.erase(here);
        state->holders.erase(place);
    }};
}

void HandshakePlaces::on_progress(Connection const& who, SteadyTime now) {
    for (auto& holder : state_->holders)
        if (holder.who == &who) holder.progress = now;
}

std::size_t HandshakePlaces::count(boost::asio::ip::address const& counted) const {
    auto const found = state_->counts.find(counted);
    return found == state_->counts.end() ? 0 : found->second;
}

HandshakePlaces::Holder const*
HandshakePlaces::stalled_longest(std::optional<boost::asio::ip::address> const& of) const {
    Holder const* found = nullptr;
    for (auto const& holder : state_->holders) {
        if (of && holder.counted != *of) continue;
        if (found == nullptr || holder.progress < found->progress) found = &holder;
    }
    return found;
}

HandshakePlaces::Holder const* HandshakePlaces::of_greediest(std::size_t more_than) const {
    auto const& counts = state_->counts;
    auto const most = std::max_element(counts.begin(), counts.end(),
                                       [](auto const& a, auto const& b) { return a.second < b.second; });
    if (most == counts.end() || most->second <= more_than) return nullptr;
    return stalled_longest(most->first);
}

bool HandshakePlaces::make_room(boost::asio::ip::address const& counted, bool has_its_share, SteadyTime now) {
    auto const* who = stalled_longest(has_its_share ? std::optional(counted) : std::nullopt);
    if (who == nullptr) return false;
    if (now - who->progress < kThinking) who = has_its_share ? nullptr : of_greediest(count(counted) + 1);
    if (who == nullptr) return false;
    who->who->drop();
    return true;
}

} // namespace watchpost::net
