#include "http_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace watchpost::test {

std::string HttpReply::header(std::string const& name) const {
    std::size_t begin = 0;
    while (begin < head.size()) {
        auto const end = std::min(head.find("\r\n", begin), head.size());
        auto const line = head.substr(begin, end - begin);
        auto const colon = line.find(':');
        if (colon == name.size() && strncasecmp(line.c_str(), name.c_str(), colon) == 0)
            return line.substr(std::min(line.find_first_not_of(' ', colon + 1), line.size()));
        begin = end + 2;
    }
    return {};
}

HttpReply http(unsigned short port, std::string const& method, std::string const& target, Headers const& headers,
               std::string const& body) {
    bool const names_host = std::any_of(headers.begin(), headers.end(),
                                        [](auto const& h) { return strcasecmp(h.first.c_str(), "host") == 0; });
    std::string request = method + " " + target + " HTTP/1.1\r\n";
    if (!names_host) request += "Host: 127.0.0.1:" + std::to_string(port) + "\r\n";
    for (auto const& [name, value] : headers)
        request += name + ": " + value + "\r\n";
    if (!body.empty()) request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    request += "Connection: close\r\n\r\n" + body;
    RawConnection connection{port};
    connection.send(request);
    auto const all = connection.receive_all();
    HttpReply reply;
    auto const split = all.find("\r\n\r\n");
    if (split == std::string::npos || all.size() < 12) return reply;
    reply.head = all.substr(0, split);
    reply.status = std::stoi(all.substr(9, 3));
    reply.body = all.substr(split + 4);
    return reply;
}

RawConnection::RawConnection(unsigned short port, std::string const& address)
    : fd_(socket(address.find(':') == std::string::npos ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    bool const is_v4 = inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1;
    bool const is_known = is_v4 || inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) == 1;
    auto const connected = is_v4 ? connect(fd_, reinterpret_cast<sockaddr const*>(&v4), sizeof v4)
                                 : connect(fd_, reinterpret_cast<sockaddr const*>(&v6), sizeof v6);
    if (is_known && connected == 0) return;
    close(fd_);
    throw std::runtime_error("cannot connect to " + address);
}

RawConnection::~RawConnection() {
    close(fd_);
}

bool RawConnection::send(std::string const& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        auto const n = ::send(fd_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (n <= 0) return false;
        sent += static_cast<std::size_t>(n);
    }
    return true;
}

std::string RawConnection::receive_until(std::string const& part, std::chrono::milliseconds limit) {
    auto const deadline = std::chrono::steady_clock::now() + limit;
    while (part.empty() || received_.find(part) == std::string::npos) {
        auto const left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
        pollfd watched{fd_, POLLIN, 0};
        if (left <= 0 || poll(&watched, 1, static_cast<int>(left)) <= 0) break;
        std::array<char, 65536> chunk;
        auto const n = recv(fd_, chunk.data(), chunk.size(), 0);
        if (n <= 0) {
            closed_ = true;
            break;
        }
        received_.append(chunk.data(), static_cast<std::size_t>(n));
    }
    return std::exchange(received_, {});
}

std::string RawConnection::receive_all(std::chrono::milliseconds limit) {
    return receive_until({}, limit);
}

} // namespace watchpost::test
