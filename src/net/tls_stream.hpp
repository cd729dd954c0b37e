#pragma once

#include <watchpost/net/tls_context.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <functional>
#include <memory>

namespace watchpost::net {

/// TLS over a socket, in the role of the server. Its types are erased, so that what reads and writes over it is
/// compiled once. Loop thread only. One read and one write may go on at a time; what goes on when it is destroyed ends
/// with an error.
class TlsStream {
public:
    using Done = std::function<void(boost::system::error_code, std::size_t)>;
    /// Empty ones at the end are not used. Small ones become one record together.
    using Buffers = std::array<boost::asio::const_buffer, 8>;

    TlsStream(boost::asio::ip::tcp::socket socket, TlsContext& context);
    TlsStream(TlsStream&&) noexcept = default;
    TlsStream& operator=(TlsStream&&) = delete;
    /// Closes the socket.
    ~TlsStream();

    /// What is beneath: for its options, its counters and its end.
    boost::asio::ip::tcp::socket& socket();

    void handshake(std::function<void(boost::system::error_code)> done);
    /// `done` is never called from within these. A peer that ends without a close_notify is an end of file like any.
    void read_some(boost::asio::mutable_buffer buffer, Done done);
    void write_some(Buffers const& buffers, Done done);

    /// Sends a close_notify if the socket takes it at once and nothing is being written. Waits for nothing.
    void say_goodbye();

private:
    struct Core;
    std::shared_ptr<Core> core_; ///< shared with what goes on; none when moved from
};

} // namespace watchpost::net
