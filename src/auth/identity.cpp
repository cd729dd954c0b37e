#include <watchpost/auth/identity.hpp>

#include <utility>

namespace watchpost::auth {

std::string_view to_string(Role role) {
    return role == Role::operator_ ? "operator" : "viewer";
}

std::optional<Role> role_from(std::string_view word) {
    if (word == "viewer") return Role::viewer;
    if (word == "operator") return Role::operator_;
    return std::nullopt;
}

std::string_view to_string(Identity::Kind kind) {
    switch (kind) {
    case Identity::Kind::local:
        return "local";
    case Identity::Kind::person:
        return "person";
    case Identity::Kind::token:
        return "token";
    case Identity::Kind::board:
        return "board";
    case Identity::Kind::nobody:
        break;
    }
    return "nobody";
}

Author author_of(Identity const& who, std::string endpoint) {
    return {std::string(to_string(who.kind)), who.name, who.client.to_string(), std::move(endpoint)};
}

} // namespace watchpost::auth
