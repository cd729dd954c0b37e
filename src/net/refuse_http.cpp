#include "http_session.hpp"

#include <boost/asio/buffer.hpp>

#include <array>
#include <string_view>

namespace watchpost::net {

void refuse_http(boost::asio::ip::tcp::socket socket) {
    static constexpr std::string_view answer = "HTTP/1.1 503 Service Unavailable\r\n"
                                               "Content-Length: 0\r\n"
                                               "Retry-After: 5\r\n"
                                               "Connection: close\r\n"
                                               "\r\n";
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    // A socket that is closed with unread bytes resets the connection, and the answer may be lost with it.
    std::array<char, 8 * 1024> request;
    socket.read_some(boost::asio::buffer(request), ignored);
    socket.send(boost::asio::buffer(answer), 0, ignored);
    socket.shutdown(boost::asio::socket_base::shutdown_send, ignored);
}

} // namespace watchpost::net
