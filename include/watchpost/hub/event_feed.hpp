#pragma once

#include <watchpost/core/guard.hpp>
#include <watchpost/core/member_list.hpp>
#include <watchpost/hub/subscriber.hpp>

#include <deque>

namespace watchpost::hub {

/// Tells every subscriber what happened and remembers the newest 100 events for those who come later.
class EventFeed {
public:
    static constexpr std::size_t kMaxRemembered = 100;

    explicit EventFeed(Clock const& clock)
        : clock_(clock) {}

    Guard subscribe(EventSubscriber& subscriber) { return subscribers_.join(subscriber); }
    std::size_t subscribers() const { return subscribers_.size(); }

    /// Stamps `what` with the wall time.
    template <class What>
    void tell(DeviceKey device, What what) {
        tell(Event{clock_.wall(), std::move(device), std::move(what)});
    }

    /// Oldest first.
    std::deque<Event> const& remembered() const { return remembered_; }

private:
    void tell(Event event);

    Clock const& clock_;
    MemberList<EventSubscriber> subscribers_;
    std::deque<Event> remembered_;
};

} // namespace watchpost::hub
