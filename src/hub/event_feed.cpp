#include <watchpost/hub/event_feed.hpp>

namespace watchpost::hub {

void EventFeed::tell(Event event) {
    if (remembered_.size() == kMaxRemembered) remembered_.pop_front();
    remembered_.push_back(event);
    subscribers_.for_each([&event](EventSubscriber& subscriber) { subscriber.on_event(event); });
}

} // namespace watchpost::hub
