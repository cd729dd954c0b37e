#include <watchpost/auth/session_table.hpp>

#include <algorithm>

namespace watchpost::auth {

SessionTable::Begun SessionTable::begin(std::string const& person, Role role, SteadyTime now) {
    end_expired(now);
    make_room(person);
    Begun begun{++last_id_, random_token()};
    sessions_.push_back({begun.id, person, role, key_.hash(begun.token), now, now});
    return begun;
}

SessionTable::Session const* SessionTable::find(std::string_view token, SteadyTime now) {
    auto const hash = key_.hash(token);
    Session* found = nullptr;
    for (auto& session : sessions_) // all of them, always
        if (same_hash(session.token, hash)) found = &session;
    if (found == nullptr || is_expired(*found, now)) return nullptr;
    found->used = now;
    return found;
}

bool SessionTable::is_open(SessionId id) const {
    return std::any_of(sessions_.begin(), sessions_.end(), [id](auto const& session) { return session.id == id; });
}

void SessionTable::use(SessionId id, SteadyTime now) {
    for (auto& session : sessions_)
        if (session.id == id) session.used = now;
}

void SessionTable::end_all_of(std::string_view person) {
    std::erase_if(sessions_, [person](auto const& session) { return session.person == person; });
}

void SessionTable::end_expired(SteadyTime now) {
    std::erase_if(sessions_, [now](auto const& session) { return is_expired(session, now); });
}

bool SessionTable::is_expired(Session const& session, SteadyTime now) {
    return now - session.used >= kIdle || now - session.begun >= kLongest;
}

void SessionTable::make_room(std::string const& person) {
    auto const earlier = [](auto const& a, auto const& b) { return a.used < b.used; };
    auto const is_of_person = [&person](auto const& session) { return session.person == person; };
    auto const of_person = std::stable_partition(sessions_.begin(), sessions_.end(), is_of_person);
    if (static_cast<std::size_t>(of_person - sessions_.begin()) >= kMostOfOne)
        sessions_.erase(std::min_element(sessions_.begin(), of_person, earlier));
    else if (sessions_.size() >= kMost)
        sessions_.erase(std::min_element(sessions_.begin(), sessions_.end(), earlier));
}

} // namespace watchpost::auth
