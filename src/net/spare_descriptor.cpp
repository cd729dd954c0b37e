#include "spare_descriptor.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace watchpost::net {
namespace {

int open_spare() {
    return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

} // namespace

SpareDescriptor::SpareDescriptor()
    : fd_(open_spare()) {}

SpareDescriptor::~SpareDescriptor() {
    if (fd_ >= 0) close(fd_);
}

bool SpareDescriptor::sacrifice_for(int listening) {
    if (fd_ < 0) {
        fd_ = open_spare();
        return false;
    }
    close(fd_);
    // The listening socket is non-blocking: with nobody waiting this returns at once.
    int const connection = accept4(listening, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection >= 0) close(connection);
    fd_ = open_spare();
    return connection >= 0;
}

} // namespace watchpost::net
