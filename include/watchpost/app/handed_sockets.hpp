#pragma once

#include <watchpost/net/listening_socket.hpp>

#include <string>
#include <vector>

namespace watchpost::app {

/// A socket that was open before we started: of a `.socket` unit, or one that an earlier process of ours left in
/// systemd's store (sd_listen_fds(3)).
struct HandedSocket {
    std::string name; ///< FileDescriptorName= of the unit, or FDNAME= of who stored it
    net::ListeningSocket socket;
};

/// What was handed over, once: nobody else finds it in the environment afterwards. What is no TCP socket that listens
/// is closed, and the log says so. Call before anything else opens a descriptor and before there are threads.
std::vector<HandedSocket> take_handed_sockets();

} // namespace watchpost::app
