#pragma once

#include <cstdint>
#include <optional>

namespace watchpost::net {

/// What the kernel counts for a connection (TCP_INFO, Linux 4.1): bytes the peer acknowledged and bytes that came from
/// it. Both only grow, and tell of progress inside a message that is still being sent or received.
struct TcpCounters {
    std::uint64_t acknowledged = 0;
    std::uint64_t received = 0;
};

/// Nothing when `fd` is not a TCP socket.
std::optional<TcpCounters> tcp_counters(int fd);

} // namespace watchpost::net
