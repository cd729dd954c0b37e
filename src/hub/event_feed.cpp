#include <watchpost/hub/event_feed.hpp>

#include <algorithm>
#include <map>

namespace watchpost::hub {

void EventFeed::tell(Event event) {
    if (std::holds_alternative<Event::AccessRefused>(event.what)) {
        if (of_refusals_.size() == kMaxRemembered) of_refusals_.pop_front();
        of_refusals_.push_back({next_number_++, event});
    } else {
        if (of_boards_.size() == kMaxRemembered) make_room();
        of_boards_.push_back({next_number_++, event});
    }
    subscribers_.for_each([&event](EventSubscriber& subscriber) { subscriber.on_event(event); });
}

/// The oldest event goes, of the board that has caused most of them.
void EventFeed::make_room() {
    std::map<DeviceKey, std::size_t> shares;
    std::size_t most = 0;
    for (auto const& kept : of_boards_)
        most = std::max(most, ++shares[kept.event.device]);
    auto const it = std::find_if(of_boards_.begin(), of_boards_.end(),
                                 [&](Kept const& kept) { return shares[kept.event.device] == most; });
    of_boards_.erase(it);
}

std::vector<Event> EventFeed::remembered() const {
    std::vector<Event> all;
    all.reserve(of_boards_.size() + of_refusals_.size());
    auto refusal = of_refusals_.begin();
    auto const take_refusals_before = [&](std::uint64_t number) {
        for (; refusal != of_refusals_.end() && refusal->number < number; ++refusal)
            all.push_back(refusal->event);
    };
    for (auto const& kept : of_boards_) {
        take_refusals_before(kept.number);
        all.push_back(kept.event);
    }
    take_refusals_before(next_number_);
    return all;
}

} // namespace watchpost::hub
