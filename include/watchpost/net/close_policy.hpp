#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace watchpost::net {

/// Close codes that we send or judge (RFC 6455 section 7.4; 4000 and above are ours).
namespace close_code {
inline constexpr std::uint16_t kNormal = 1000;
inline constexpr std::uint16_t kGoingAway = 1001;
inline constexpr std::uint16_t kProtocolError = 1002;
inline constexpr std::uint16_t kUnknownData = 1003;
inline constexpr std::uint16_t kNoStatus = 1005;
inline constexpr std::uint16_t kBadPayload = 1007;
inline constexpr std::uint16_t kPolicy = 1008;
inline constexpr std::uint16_t kTooBig = 1009;
inline constexpr std::uint16_t kInternalError = 1011;
inline constexpr std::uint16_t kRestart = 1012;
inline constexpr std::uint16_t kReplaced = 4000;
inline constexpr std::uint16_t kSilent = 4002;
} // namespace close_code

/// Why a link ended: the first reason counts, whatever follows.
struct EndInfo {
    enum class Cause {
        peer_closed,    ///< a close frame came; `code` and `reason` are the peer's
        we_closed,      ///< we decided; `code` and `reason` are ours
        vanished,       ///< end of stream or a reset, without a close frame
        broke_protocol, ///< the peer broke RFC 6455 or a limit; `code` is what we answered
        /// A frame whose length is not in its shortest form. Links2004's library does that to a frame of exactly 65,535
        /// bytes, and comes back (DEVICES rule 5).
        odd_length,
        silent,   ///< no sign of life for too long
        too_slow, ///< the peer does not take what we send
        flood,    ///< too many pings
        /// What it began to say did not come to an end in time, or too much of that had to be held.
        unfinished,
        fault, ///< an error that should not happen; `reason` names it
    };

    Cause cause = Cause::fault;
    std::uint16_t code = 0; ///< 0 when there is none
    std::string reason;     ///< may be a peer's text: not safe for a log as it stands
};

enum class LogLevel { debug, info, warning };

struct EndVerdict {
    LogLevel level = LogLevel::warning;
    bool routine = false;
    std::string_view label; ///< for metrics: one of a small fixed set of words
};

/// Which ends are ordinary and must not disturb anybody (SEED item 4, SECURITY rule 20). Decided on typed codes; a
/// peer's reason can make an end routine only when its code does not say that something is wrong.
EndVerdict close_policy(EndInfo const& end);

} // namespace watchpost::net
