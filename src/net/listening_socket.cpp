#include <watchpost/net/address.hpp>
#include <watchpost/net/listening_socket.hpp>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

namespace watchpost::net {
namespace {

using boost::asio::ip::tcp;

constexpr int kBacklog = 512; // all boards come back at once after a restart (DEVICES rule 12)

bool set_option(int fd, int level, int option, int value) {
    return ::setsockopt(fd, level, option, &value, sizeof value) == 0;
}

int asked(int fd, int option) {
    int value = -1;
    socklen_t size = sizeof value;
    return ::getsockopt(fd, SOL_SOCKET, option, &value, &size) == 0 ? value : -1;
}

bool ask_where(int fd, tcp::endpoint& at) {
    auto size = static_cast<socklen_t>(at.capacity());
    if (::getsockname(fd, at.data(), &size) != 0) return false;
    at.resize(size);
    return true;
}

bool prepare(int fd, tcp::endpoint const& at, Sharing sharing) {
    bool const takes_both = at.address().is_v6() && at.address().is_unspecified();
    return set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1) &&
           (sharing == Sharing::alone || set_option(fd, SOL_SOCKET, SO_REUSEPORT, 1)) &&
           (!takes_both || set_option(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0));
}

} // namespace

Result<ListeningSocket> listen_on(std::string const& address, unsigned short port, Sharing sharing) {
    boost::system::error_code error;
    auto const parsed = boost::asio::ip::make_address(address, error);
    if (error) return Error{"cannot listen on \"" + address + "\": it is not an IP address"};
    tcp::endpoint at{parsed, port};
    Descriptor fd{::socket(at.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP)};
    bool const listens = fd.value() >= 0 && prepare(fd.value(), at, sharing) &&
                         ::bind(fd.value(), at.data(), static_cast<socklen_t>(at.size())) == 0 &&
                         ::listen(fd.value(), kBacklog) == 0 && ask_where(fd.value(), at);
    if (!listens)
        return Error{"cannot listen on " + host_and_port({parsed, port}) + ": " +
                     std::generic_category().message(errno)};
    return ListeningSocket{std::move(fd), at};
}

Result<ListeningSocket> adopt_listening(Descriptor descriptor) {
    int const fd = descriptor.value();
    if (asked(fd, SO_PROTOCOL) != IPPROTO_TCP) return Error{"is no TCP socket"};
    if (asked(fd, SO_ACCEPTCONN) != 1) return Error{"does not listen"};
    tcp::endpoint at;
    if (!ask_where(fd, at)) return Error{"has no address: " + std::generic_category().message(errno)};
    ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    return ListeningSocket{std::move(descriptor), at};
}

void let_wider_in(ListeningSocket const& socket) {
    set_option(socket.descriptor.value(), SOL_SOCKET, SO_REUSEPORT, 1);
}

void shut_down(ListeningSocket const& socket) {
    ::shutdown(socket.descriptor.value(), SHUT_RDWR);
}

} // namespace watchpost::net
