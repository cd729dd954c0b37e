#include "secrets_deeds.hpp"

#include <algorithm>

namespace watchpost::app {
namespace {

using auth::Secrets;

std::string name_of(Secrets::Token const& token) {
    return std::string(auth::to_string(token.kind)) + "/" + token.name;
}

std::string name_of(Secrets::Person const& person) {
    return person.name;
}

template <class One>
One const* find(std::vector<One> const& all, One const& wanted) {
    auto const it =
        std::find_if(all.begin(), all.end(), [&](One const& one) { return name_of(one) == name_of(wanted); });
    return it == all.end() ? nullptr : &*it;
}

} // namespace

void note_changes(hub::AuditTrail& trail, Secrets const& before, Secrets const& after) {
    auto const tell = [&trail](char const* what, std::string const& target, std::string const& detail = {}) {
        trail.note({{"local", {}, {}, "the secrets file"}, what, target, detail, "done"});
    };
    for (auto const& token : before.tokens)
        if (find(after.tokens, token) == nullptr) tell("token_revoked", name_of(token));
    for (auto const& token : after.tokens) {
        auto const* const old = find(before.tokens, token);
        if (old == nullptr || old->hash != token.hash) tell("token_made", name_of(token));
    }
    for (auto const& person : before.people)
        if (find(after.people, person) == nullptr) tell("person_removed", person.name);
    for (auto const& person : after.people) {
        auto const* const old = find(before.people, person);
        auto const role = std::string(auth::to_string(person.role));
        if (old == nullptr) tell("person_added", person.name, role);
        if (old != nullptr && old->password != person.password) tell("password_changed", person.name);
        if (old != nullptr && old->role != person.role) tell("role_changed", person.name, role);
    }
}

} // namespace watchpost::app
