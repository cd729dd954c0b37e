#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <random>

namespace watchpost::test {

/// A free port of 127.0.0.1 for a daemon that goes away and comes back: it is below those that the kernel gives to who
/// asks for any (ip(7), ip_local_port_range), so nobody else is given it meanwhile.
inline unsigned short returning_port() {
    std::random_device random;
    for (;;) {
        auto const port = std::uniform_int_distribution<unsigned short>(10'000, 30'000)(random);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        int const fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        bool const is_free = bind(fd, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
        close(fd);
        if (is_free) return port;
    }
}

} // namespace watchpost::test
