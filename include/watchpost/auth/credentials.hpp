#pragma once

#include <watchpost/auth/secrets.hpp>
#include <watchpost/core/device.hpp>
#include <watchpost/settings/settings.hpp>

#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <vector>

namespace watchpost::auth {

/// What a valid token tells about a program.
struct ProgramMatch {
    std::string name;
    Role role = Role::viewer;
    TokenKind kind{}; ///< which has that role
    TokenHash hash{}; ///< as in `Secrets`
};

/// The tokens of boards and programs (SECURITY rule 4), those of the secrets file and those of the configuration. Keeps
/// no token, only hashes, and answers in a time that tells nothing about them. It never waits for a disk or a slow
/// hash, so a handshake may ask it on the loop. Throws std::runtime_error when the system has no randomness.
class Credentials {
public:
    /// `own_key` is for the tokens of the configuration, of which no hash is kept anywhere else.
    Credentials(std::span<settings::Board const> boards, Secrets const& secrets,
                TokenKey const& own_key = TokenKey::random());

    /// Nothing when no board of this kind has the token.
    std::optional<BoardMatch> board(DeviceKind kind, std::string_view token) const;

    /// True while there is a board's token with this credential, of these or of earlier ones with the same keys.
    bool has_board(std::string_view credential) const;

    /// True when the board of this kind and id is configured, or a token was made for it: it is open only to the tokens
    /// that name it (SECURITY rule 35).
    bool is_owned(DeviceKind kind, DeviceId const& id) const;

    /// Nothing when no program has it.
    std::optional<ProgramMatch> program(std::string_view token) const;

    /// What tells this token from others, in this process only.
    TokenHash mark_of(std::string_view token) const { return own_key_.hash(token); }

private:
    struct Entry {
        TokenKind kind{};
        TokenHash hash{};
        bool is_own = false;            ///< hashed by `own_key_`
        std::vector<std::string> names; ///< more than one: it names none of them by itself
        std::string credential{};       ///< of a board
    };

    void add(Entry entry);
    Entry const* find(std::string_view token, std::span<TokenKind const> kinds) const;

    TokenKey own_key_;
    TokenKey file_key_;
    std::vector<Entry> entries_;
    std::set<DeviceKey> owned_; ///< ids of boards, with a token or without
};

} // namespace watchpost::auth
