#pragma once

namespace watchpost::net {

/// Holds a file descriptor back for the moment when there are no more (SECURITY rule 24).
class SpareDescriptor {
public:
    SpareDescriptor();
    ~SpareDescriptor();
    SpareDescriptor(SpareDescriptor const&) = delete;
    SpareDescriptor& operator=(SpareDescriptor const&) = delete;

    /// Accepts one waiting connection of `listening` in its place and closes it, so that its peer does not hang. False
    /// when nobody waits: the kernel says that it has no descriptor before it looks.
    bool sacrifice_for(int listening);

private:
    int fd_;
};

} // namespace watchpost::net
