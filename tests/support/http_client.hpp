#pragma once

#include "ws_client.hpp"

#include <string>

namespace watchpost::test {

struct HttpReply {
    int status = 0;   ///< 0: no answer
    std::string head; ///< status line and headers as they came
    std::string body; ///< everything after the head, until Content-Length or the end of the connection
    std::string header(std::string const& name) const; ///< without case; empty when absent
};

/// A header of a request that came from elsewhere, through a proxy, and another of one that has JSON in its body.
inline std::pair<std::string, std::string> const kFromAfar{"X-Forwarded-For", "203.0.113.7"};
inline Headers const kJson{{"Content-Type", "application/json"}};

/// One request to 127.0.0.1 on a connection of its own. `Host` is ours unless `headers` names one.
HttpReply http(unsigned short port, std::string const& method, std::string const& target, Headers const& headers = {},
               std::string const& body = {});
inline HttpReply http_get(unsigned short port, std::string const& target, Headers const& headers = {}) {
    return http(port, "GET", target, headers);
}

/// A TCP connection for what no HTTP client would send. Every wait ends after 20 s at the latest.
class RawConnection {
public:
    /// To an IPv4 or IPv6 address of this machine.
    explicit RawConnection(unsigned short port, std::string const& address = "127.0.0.1");
    RawConnection(RawConnection const&) = delete;
    RawConnection& operator=(RawConnection const&) = delete;
    ~RawConnection();

    bool send(std::string const& bytes);
    /// What came since the last call, until `part` was in it, the peer closed, or the limit passed.
    std::string receive_until(std::string const& part, std::chrono::milliseconds limit = WsClient::kPatience);
    /// All until the peer closes; `closed()` tells whether it did.
    std::string receive_all(std::chrono::milliseconds limit = WsClient::kPatience);
    bool closed() const { return closed_; }

private:
    int fd_;
    bool closed_ = false;
    std::string received_;
};

} // namespace watchpost::test
