#include <watchpost/net/waiting_line.hpp>

namespace watchpost::net {

Guard WaitingLine::join(Connection& connection, boost::asio::ip::address const& place) {
    auto const entry = state_->all.insert(state_->all.end(), Entry{&connection, place, {}});
    auto& near = state_->places[place];
    entry->in_place = near.insert(near.end(), entry);
    return Guard{[state = state_, entry] { leave(*state, entry); }};
}

void WaitingLine::leave(State& state, Entries::iterator entry) {
    auto const place = state.places.find(entry->place);
    place->second.erase(entry->in_place);
    if (place->second.empty()) state.places.erase(place);
    state.all.erase(entry);
}

bool WaitingLine::make_room() {
    if (state_->all.empty()) return false;
    state_->all.front().connection->drop();
    return true;
}

bool WaitingLine::make_room_at(boost::asio::ip::address const& place) {
    auto const found = state_->places.find(place);
    if (found == state_->places.end()) return false;
    found->second.front()->connection->drop();
    return true;
}

} // namespace watchpost::net
