#pragma once

#include <watchpost/auth/identity.hpp>
#include <watchpost/auth/token_key.hpp>
#include <watchpost/core/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchpost::auth {

/// Whose token it is: a board's, or that of a program with a role.
enum class TokenKind { esp32cam, pico, viewer, operator_ };

/// "esp32cam", "pico", "viewer" or "operator".
std::string_view to_string(TokenKind kind);
std::optional<TokenKind> token_kind_from(std::string_view word);
/// The board that the kind means; nothing for programs.
std::optional<DeviceKind> board_of(TokenKind kind);
/// The role that the kind means; nothing for boards.
std::optional<Role> role_of(TokenKind kind);

/// Who may come in, as it is kept: nothing in here opens a door by itself.
struct Secrets {
    struct Person {
        std::string name; ///< made like a device id, unique
        Role role = Role::viewer;
        std::string password; ///< argon2id, as `hash_password` writes it
        bool operator==(Person const&) const = default;
    };
    struct Token {
        TokenKind kind{};
        std::string name; ///< made like a device id, which it is for a board; unique within its kind
        TokenHash hash{}; ///< by `key`
        std::string made; ///< RFC 3339
        bool operator==(Token const&) const = default;
    };

    TokenKey key = TokenKey::random();
    std::vector<Person> people;
    std::vector<Token> tokens;
};

/// The error says where the text is not what `write_secrets` writes, and quotes nothing of it.
Result<Secrets> read_secrets(std::string_view text);
std::string write_secrets(Secrets const& secrets);

} // namespace watchpost::auth
