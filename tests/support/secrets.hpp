#pragma once

#include <watchpost/auth/passwords.hpp>
#include <watchpost/auth/secrets_file.hpp>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace watchpost::test {

inline constexpr auto kOperatorToken = "token-of-an-operator-0123456789";
inline constexpr auto kViewerToken = "token-of-a-viewer-0123456789";
inline constexpr auto kPassword = "a good password";

/// Changes the secrets that a daemon with this data directory has.
inline void change_secrets_in(std::filesystem::path const& data_dir, std::function<void(auth::Secrets&)> change) {
    auto const failure = auth::change_secrets(data_dir / "secrets.json", [&](auth::Secrets& secrets) {
        change(secrets);
        return std::optional<Error>();
    });
    if (failure) throw std::runtime_error(failure->message);
}

inline void put_password(auth::Secrets& secrets, std::string const& name, auth::Role role,
                         std::string const& password = kPassword) {
    std::erase_if(secrets.people, [&](auto const& person) { return person.name == name; });
    secrets.people.push_back({name, role, *auth::hash_password(password)});
}

/// The operator anna and the viewer bert, both with kPassword, and a program of each role.
inline void put_everybody(auth::Secrets& secrets) {
    put_password(secrets, "anna", auth::Role::operator_);
    put_password(secrets, "bert", auth::Role::viewer);
    secrets.tokens.push_back({auth::TokenKind::operator_, "hass", secrets.key.hash(kOperatorToken), ""});
    secrets.tokens.push_back({auth::TokenKind::viewer, "tv", secrets.key.hash(kViewerToken), ""});
}

} // namespace watchpost::test
