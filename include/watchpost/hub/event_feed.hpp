#pragma once

#include <watchpost/core/guard.hpp>
#include <watchpost/core/member_list.hpp>
#include <watchpost/hub/subscriber.hpp>

#include <deque>
#include <vector>

namespace watchpost::hub {

/// Tells every subscriber what happened and remembers the newest events for those who come later: 100 of boards, of
/// which a board that causes many loses its own first, and 100 of refusals, which no board can push out (SECURITY
/// rule 34).
class EventFeed {
public:
    static constexpr std::size_t kMaxRemembered = 100; ///< of either

    explicit EventFeed(Clock const& clock)
        : clock_(clock) {}

    Guard subscribe(EventSubscriber& subscriber) { return subscribers_.join(subscriber); }
    std::size_t subscribers() const { return subscribers_.size(); }

    /// Stamps `what` with the wall time.
    template <class What>
    void tell(DeviceKey device, What what) {
        tell(Event{clock_.wall(), std::move(device), std::move(what)});
    }

    /// In the order in which they happened.
    std::vector<Event> remembered() const;

private:
    struct Kept {
        std::uint64_t number = 0;
        Event event;
    };

    void tell(Event event);
    void make_room();

    Clock const& clock_;
    MemberList<EventSubscriber> subscribers_;
    std::uint64_t next_number_ = 0;
    std::deque<Kept> of_boards_;
    std::deque<Kept> of_refusals_;
};

} // namespace watchpost::hub
