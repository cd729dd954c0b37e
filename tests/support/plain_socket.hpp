#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace watchpost::test {

inline sockaddr_in loopback(unsigned short port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// A socket that is connected to 127.0.0.1; throws when nobody is there. A positive `receive_buffer` bounds what the
/// kernel takes while nobody reads.
inline int dial(unsigned short port, int receive_buffer = 0) {
    int const fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receive_buffer > 0) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    auto const address = loopback(port);
    if (connect(fd, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0) return fd;
    ::close(fd);
    throw std::runtime_error("cannot connect");
}

/// The same from another address of this machine, such as 127.0.0.2, and perhaps to another.
inline int dial_from(std::string const& own_address, unsigned short port, std::string const& to = "127.0.0.1") {
    int const fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto own = loopback(0);
    auto address = loopback(port);
    if (inet_pton(AF_INET, own_address.c_str(), &own.sin_addr) == 1 &&
        inet_pton(AF_INET, to.c_str(), &address.sin_addr) == 1 &&
        bind(fd, reinterpret_cast<sockaddr const*>(&own), sizeof own) == 0 &&
        connect(fd, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0)
        return fd;
    ::close(fd);
    throw std::runtime_error("cannot connect");
}

/// A socket with nothing around it, which its owner closes.
class Socket {
public:
    explicit Socket(int fd)
        : fd_(fd) {}
    Socket(Socket&& other) noexcept
        : fd_(std::exchange(other.fd_, -1)) {}
    Socket& operator=(Socket&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Socket() {
        if (fd_ >= 0) ::close(fd_);
    }

    int fd() const { return fd_; }
    /// What the kernel takes of it at once; false when that was not all.
    bool send(std::string const& bytes) const {
        auto const sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        return sent == static_cast<ssize_t>(bytes.size());
    }
    /// Ends the connection with an RST.
    void reset() const {
        linger const at_once{1, 0};
        setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        sockaddr nowhere{};
        nowhere.sa_family = AF_UNSPEC;
        connect(fd_, &nowhere, sizeof nowhere);
    }

private:
    int fd_;
};

/// How many of them have something to read, or have ended.
inline std::size_t with_news(std::span<Socket const> all) {
    std::vector<pollfd> watched;
    for (auto const& one : all)
        watched.push_back({one.fd(), POLLIN, 0});
    return static_cast<std::size_t>(std::max(0, poll(watched.data(), watched.size(), 0)));
}

} // namespace watchpost::test
