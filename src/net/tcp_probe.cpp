#include "tcp_probe.hpp"

// glibc's netinet/tcp.h knows only an older tcp_info, and the two headers cannot stand in one file.
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace watchpost::net {

std::optional<TcpCounters> tcp_counters(int fd) {
    tcp_info info{};
    socklen_t length = sizeof info;
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) return std::nullopt;
    return TcpCounters{info.tcpi_bytes_acked, info.tcpi_bytes_received};
}

} // namespace watchpost::net
