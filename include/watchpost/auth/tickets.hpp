#pragma once

#include <watchpost/auth/identity.hpp>
#include <watchpost/auth/token_key.hpp>
#include <watchpost/core/clock.hpp>

#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace watchpost::auth {

/// Words that open one WebSocket, once, within kValid, for clients that cannot send headers. At most kMost are valid at
/// once, kMostOfOne of one holder, which is a credential at one place, and kMostOfName of a person or program, however
/// many sessions and places they have. A new one ends the oldest of those that are too many, else the oldest of all.
/// Keeps hashes only.
class Tickets {
public:
    static constexpr std::chrono::seconds kValid{30};
    static constexpr std::size_t kMost = 256;
    static constexpr std::size_t kMostOfOne = 16;
    static constexpr std::size_t kMostOfName = 64;

    /// With what the bearer will be: `holder`.
    std::string issue(Identity holder, SteadyTime now);

    /// Who it was issued for; nothing when it is none, was used, or is over.
    std::optional<Identity> use(std::string_view ticket, SteadyTime now);

    std::size_t size() const { return tickets_.size(); }

private:
    struct Ticket {
        TokenHash hash{};
        Identity holder;
        SteadyTime until{};
    };

    void make_room(Identity const& holder);

    TokenKey key_ = TokenKey::random();
    std::deque<Ticket> tickets_; ///< oldest first
};

} // namespace watchpost::auth
