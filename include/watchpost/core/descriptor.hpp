#pragma once

#include <unistd.h>

#include <utility>

namespace watchpost {

/// A file descriptor that is closed when this goes away; negative for none.
class Descriptor {
public:
    explicit Descriptor(int fd)
        : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept
        : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }

    int value() const { return fd_; }
    /// From now on somebody else closes it.
    int release() { return std::exchange(fd_, -1); }

private:
    int fd_;
};

} // namespace watchpost
