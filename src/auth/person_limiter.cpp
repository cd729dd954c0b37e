#include <watchpost/auth/person_limiter.hpp>

#include <algorithm>

namespace watchpost::auth {

void PersonLimiter::set_people(std::vector<std::string> const& names) {
    std::erase_if(people_, [&names](auto const& entry) {
        return std::find(names.begin(), names.end(), entry.first) == names.end();
    });
    for (auto const& name : names)
        people_.try_emplace(name);
}

bool PersonLimiter::is_open(std::string_view name, IpAddress const& place, SteadyTime now) const {
    if (auto const person = people_.find(name); person != people_.end()) {
        auto const& known = person->second.places;
        return person->second.wrong.is_open(now) || std::find(known.begin(), known.end(), place) != known.end();
    }
    auto const stranger = strangers_.find(name);
    return stranger == strangers_.end() || stranger->second.is_open(now);
}

void PersonLimiter::on_wrong(std::string const& name, SteadyTime now) {
    if (auto const person = people_.find(name); person != people_.end()) return person->second.wrong.add(now);
    if (strangers_.size() >= kMaxStrangers && !strangers_.contains(name))
        strangers_.erase(std::min_element(strangers_.begin(), strangers_.end(), [](auto const& a, auto const& b) {
            return a.second.last() < b.second.last();
        }));
    strangers_.try_emplace(name, kFree).first->second.add(now);
}

void PersonLimiter::on_right(std::string const& name, IpAddress const& place) {
    auto const found = people_.find(name);
    if (found == people_.end()) return;
    auto& person = found->second;
    person.wrong = WrongCount{kFree};
    std::erase(person.places, place);
    person.places.push_front(place);
    if (person.places.size() > kKnownPlaces) person.places.pop_back();
}

} // namespace watchpost::auth
