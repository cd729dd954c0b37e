#include "login_queue.hpp"

#include <algorithm>
#include <deque>
#include <list>

namespace watchpost::api {

struct LoginQueue::Line : std::enable_shared_from_this<Line> {
    using Waiting = std::shared_ptr<Check>;
    struct Place {
        IpAddress address;
        std::deque<Waiting> checks; ///< never empty
    };

    explicit Line(Workers& some)
        : workers(some) {}

    std::list<Place>::iterator find(IpAddress const& address) {
        return std::find_if(places.begin(), places.end(), [&](Place const& one) { return one.address == address; });
    }

    std::size_t waiting() const {
        std::size_t count = 0;
        for (auto const& place : places)
            count += place.checks.size();
        return count;
    }

    /// True when there is room for one more of a place that has `has` of them.
    bool make_room(std::size_t has) {
        if (has >= kMostOfAPlace) return false;
        if (waiting() < kMost) return true;
        auto const most = std::max_element(places.begin(), places.end(), [](Place const& a, Place const& b) {
            return a.checks.size() < b.checks.size();
        });
        if (most->checks.size() <= has + 1) return false;
        auto const last = most->checks.back();
        most->checks.pop_back();
        last->then(End::pushed_out);
        return true;
    }

    void leave(Waiting const& check) {
        for (auto place = places.begin(); place != places.end(); ++place) {
            std::erase(place->checks, check);
            if (!place->checks.empty()) continue;
            places.erase(place);
            return; // it stood in one place only
        }
    }

    Waiting take_next() {
        auto const place = places.begin();
        auto next = std::move(place->checks.front());
        place->checks.pop_front();
        if (place->checks.empty())
            places.erase(place);
        else
            places.splice(places.end(), places, place); // behind all others
        return next;
    }

    void go_on() {
        while (!is_working && !places.empty()) {
            auto const check = take_next();
            if (!check->may_begin()) {
                check->then(End::turned_off);
                continue;
            }
            is_working = true;
            workers.run(check->work, [self = shared_from_this(), check] {
                self->is_working = false;
                check->then(End::worked);
                self->go_on();
            });
        }
    }

    Workers& workers;
    std::list<Place> places; ///< in the order of their turns
    bool is_working = false;
};

LoginQueue::LoginQueue(Workers& workers)
    : line_(std::make_shared<Line>(workers)) {}

std::optional<Guard> LoginQueue::join(IpAddress const& address, Check check) {
    auto place = line_->find(address);
    if (!line_->make_room(place == line_->places.end() ? 0 : place->checks.size())) return std::nullopt;
    auto const waiting = std::make_shared<Check>(std::move(check));
    if (place == line_->places.end()) place = line_->places.insert(place, {address, {}});
    place->checks.push_back(waiting);
    line_->go_on();
    return Guard{[line = std::weak_ptr(line_), waiting] {
        if (auto const here = line.lock()) here->leave(waiting);
    }};
}

} // namespace watchpost::api
