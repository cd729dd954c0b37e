#pragma once

#include <watchpost/core/descriptor.hpp>
#include <watchpost/core/result.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <string>

namespace watchpost::net {

/// A TCP socket that listens, and from which nobody accepts yet. It is closed in a process that this one starts.
struct ListeningSocket {
    Descriptor descriptor;
    boost::asio::ip::tcp::endpoint at;
};

/// `beside` a socket of this process that listens on the same port of a narrower address, and was told to
/// `let_wider_in`. Another process of the same user that asks for it can then have that address too (SO_REUSEPORT,
/// which Linux does not take back).
enum class Sharing { alone, beside };

/// Port 0 takes a free one; `::` takes IPv4 as well. The error is why it could not be bound.
Result<ListeningSocket> listen_on(std::string const& address, unsigned short port, Sharing sharing = Sharing::alone);

/// A socket of another process, as it is. The error completes "it …": why it is none that listens.
Result<ListeningSocket> adopt_listening(Descriptor descriptor);

/// A process of the same user that means to may take a wider address of this port from now on; nobody does by accident.
void let_wider_in(ListeningSocket const& socket);

/// Nobody listens there any more, whoever else holds the descriptor: its address can be bound again.
void shut_down(ListeningSocket const& socket);

} // namespace watchpost::net
