#pragma once

#include <watchpost/auth/identity.hpp>
#include <watchpost/auth/token_key.hpp>
#include <watchpost/core/clock.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchpost::auth {

using SessionId = std::uint64_t;

/// Who is logged in (SECURITY rule 5). Keeps hashes of the sessions' tokens only, in memory only: a restart logs
/// everybody out. A session ends kIdle after its last use and kLongest after its beginning, on the steady clock. There
/// are at most kMost of them, and kMostOfOne of one person: a new one ends the one that was unused longest.
class SessionTable {
public:
    static constexpr std::chrono::hours kIdle{12};
    static constexpr std::chrono::hours kLongest{7 * 24};
    static constexpr std::size_t kMost = 512;
    static constexpr std::size_t kMostOfOne = 32;

    struct Session {
        SessionId id = 0; ///< never given twice
        std::string person;
        Role role = Role::viewer;
        TokenHash token{};
        SteadyTime begun{};
        SteadyTime used{};
    };
    struct Begun {
        SessionId id = 0;
        std::string token; ///< for the cookie; it is kept nowhere
    };

    Begun begin(std::string const& person, Role role, SteadyTime now);

    /// The session of this token, which is thereby used. The pointer lives until the next call.
    Session const* find(std::string_view token, SteadyTime now);

    bool is_open(SessionId id) const;
    /// As if its token had been shown.
    void use(SessionId id, SteadyTime now);

    void end_all_of(std::string_view person);
    void end_expired(SteadyTime now);

    std::size_t size() const { return sessions_.size(); }

private:
    static bool is_expired(Session const& session, SteadyTime now);
    void make_room(std::string const& person);

    TokenKey key_ = TokenKey::random();
    SessionId last_id_ = 0;
    std::vector<Session> sessions_;
};

} // namespace watchpost::auth
