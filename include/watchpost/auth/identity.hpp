#pragma once

#include <watchpost/core/deed.hpp>
#include <watchpost/core/device.hpp>
#include <watchpost/core/ip_address.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchpost::auth {

/// What a person or a program may do: `viewer` sees, `operator_` also acts.
enum class Role { viewer, operator_ };

/// "viewer" or "operator".
std::string_view to_string(Role role);
std::optional<Role> role_from(std::string_view word);

/// What a valid token tells about a board.
struct BoardMatch {
    DeviceKind kind{};
    /// The id that belongs to the token; nothing when several boards of this kind share it.
    std::optional<DeviceId> id;
    std::string credential; ///< what the board's place hangs on, for `Doorkeeper::watch`
    /// The ids of this kind that the token was made for, one or more: they are open to it, and to no token beside.
    std::vector<DeviceId> names{};
};

/// Who asks, decided once for each request.
struct Identity {
    enum class Kind { nobody, local, person, token, board };

    Kind kind = Kind::nobody;
    std::string name;               ///< of the person, the token or the board; empty for none
    std::optional<Role> role;       ///< nothing for nobody, and for boards
    std::string because;            ///< one English sentence that tells nothing which the asker does not know
    IpAddress client;               ///< where it comes from, by SECURITY rule 2; unspecified when that is unknown
    bool secure = false;            ///< it came over https, to us or to a trusted proxy
    bool by_cookie = false;         ///< a browser sends this by itself, whichever page made it ask
    std::string credential;         ///< what the rights hang on, for `Doorkeeper::watch`; empty when they do not end
    std::vector<BoardMatch> boards; ///< whose token it is: at most one of each kind

    /// `client` as text, or "unknown".
    std::string address() const { return client == IpAddress{} ? "unknown" : client.to_string(); }

    /// Nothing unless the token is one of a board of this kind.
    BoardMatch const* board_of(DeviceKind wanted) const {
        for (auto const& board : boards)
            if (board.kind == wanted) return &board;
        return nullptr;
    }
};

/// "local", "person", "token", "board" or "nobody".
std::string_view to_string(Identity::Kind kind);

/// For the audit trail: who did what was asked for at `endpoint`.
Author author_of(Identity const& who, std::string endpoint);

} // namespace watchpost::auth
