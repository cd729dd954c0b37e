#include <watchpost/auth/tickets.hpp>

#include <algorithm>

namespace watchpost::auth {

std::string Tickets::issue(Identity holder, SteadyTime now) {
    make_room(holder);
    auto text = random_token();
    tickets_.push_back({key_.hash(text), std::move(holder), now + kValid});
    return text;
}

void Tickets::make_room(Identity const& holder) {
    auto const is_his = [&holder](Ticket const& one) {
        return one.holder.credential == holder.credential && one.holder.client.place() == holder.client.place();
    };
    auto const has_his_name = [&holder](Ticket const& one) {
        return one.holder.kind == holder.kind && one.holder.name == holder.name;
    };
    auto const count = [this](auto const& which) {
        return static_cast<std::size_t>(std::count_if(tickets_.begin(), tickets_.end(), which));
    };
    if (count(is_his) >= kMostOfOne)
        tickets_.erase(std::find_if(tickets_.begin(), tickets_.end(), is_his));
    else if (count(has_his_name) >= kMostOfName)
        tickets_.erase(std::find_if(tickets_.begin(), tickets_.end(), has_his_name));
    else if (tickets_.size() >= kMost)
        tickets_.pop_front();
}

std::optional<Identity> Tickets::use(std::string_view ticket, SteadyTime now) {
    std::erase_if(tickets_, [now](auto const& one) { return now >= one.until; });
    auto const hash = key_.hash(ticket);
    auto found = tickets_.end();
    for (auto it = tickets_.begin(); it != tickets_.end(); ++it) // all of them, always
        if (same_hash(it->hash, hash)) found = it;
    if (found == tickets_.end()) return std::nullopt;
    auto holder = std::move(found->holder);
    tickets_.erase(found);
    return holder;
}

} // namespace watchpost::auth
