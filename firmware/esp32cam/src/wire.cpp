#include "wire.hpp"

#include <cerrno>

#ifdef ARDUINO
#include <lwip/netdb.h>
#include <lwip/sockets.h>
#else
#include <netdb.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#endif
#include <fcntl.h>
#include <unistd.h>

namespace cam {
namespace {

#ifdef MSG_NOSIGNAL
constexpr int kNoSignal = MSG_NOSIGNAL;
#else
constexpr int kNoSignal = 0;
#endif

bool not_yet(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINPROGRESS || error == ENOTCONN || error == ENOMEM;
}

class TcpWire : public Wire {
public:
    explicit TcpWire(int descriptor)
        : descriptor_(descriptor) {}
    TcpWire(TcpWire const&) = delete;
    TcpWire& operator=(TcpWire const&) = delete;
    ~TcpWire() override { ::close(descriptor_); }

    int read(std::uint8_t* into, std::size_t most) override {
        auto const count = ::recv(descriptor_, into, most, 0);
        if (count > 0) return static_cast<int>(count);
        return count < 0 && not_yet(errno) ? 0 : -1;
    }

    int write(View data) override {
        auto const count = ::send(descriptor_, data.data, data.size, kNoSignal);
        if (count >= 0) return static_cast<int>(count);
        return not_yet(errno) ? 0 : -1;
    }

private:
    int descriptor_;
};

} // namespace

std::unique_ptr<Wire> dial_tcp(std::string const& host, int port) {
    addrinfo hints{};
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0 || found == nullptr)
        return nullptr;
    std::unique_ptr<Wire> wire;
    int const descriptor = ::socket(found->ai_family, found->ai_socktype, 0);
    if (descriptor >= 0) {
        wire = std::make_unique<TcpWire>(descriptor);
        int const yes = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL, 0) | O_NONBLOCK);
        if (::connect(descriptor, found->ai_addr, found->ai_addrlen) != 0 && errno != EINPROGRESS) wire.reset();
    }
    ::freeaddrinfo(found);
    return wire;
}

} // namespace cam
