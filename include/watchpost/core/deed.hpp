#pragma once

#include <watchpost/core/clock.hpp>

#include <cstdint>
#include <string>

namespace watchpost {

/// Who gave an order, and from where.
struct Author {
    std::string kind = "daemon"; ///< "person", "token", "local" (at this machine), "board", "nobody"; or we ourselves
    std::string name{};          ///< of the person, the token or the board; empty for the others
    std::string address{};       ///< of the client, beyond trusted proxies; empty for ourselves
    std::string endpoint{};      ///< where it was said, such as "/ws" or "DELETE /api/v1/photos/x"
    auto operator<=>(Author const&) const = default;
};

/// Something that somebody did, or tried to: a line of the audit trail (SECURITY rule 40).
struct Deed {
    Author author{};
    std::string what;          ///< one of a small fixed set of words, such as "servo" or "log_in"
    std::string target{};      ///< a board, a photo, a preset, a person; may be what a peer wrote
    std::string detail{};      ///< what exactly; may be what a peer wrote
    std::string result;        ///< "accepted", "refused", "done", "failed", "expired" or "superseded"
    std::string reason{};      ///< a word or a sentence, when there is something to say; may be a board's own words
    std::uint64_t command = 0; ///< the number of the command; 0 for none
    std::uint64_t count = 1;   ///< how many alike this line stands for; it shows the newest
    WallTime time{};
};

} // namespace watchpost
