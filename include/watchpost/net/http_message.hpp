#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/guard.hpp>
#include <watchpost/net/link.hpp>
#include <watchpost/net/mjpeg.hpp>

#include <boost/asio/ip/address.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace watchpost::auth {
struct Visit;
}

namespace watchpost::net {

/// One HTTP request, complete and checked (SECURITY rule 12).
struct Request {
    std::string method; ///< upper case
    /// Percent-decoded, without the query; begins with '/', no empty, "." or ".." segment. Or "*", with OPTIONS.
    std::string path;
    std::map<std::string, std::string, std::less<>> query;      ///< percent-decoded
    std::map<std::string, std::string, std::less<>> parameters; ///< the {names} of the route's pattern
    /// As they came; names in lower case. The authority of a target in absolute form is its Host.
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    boost::asio::ip::address peer;  ///< canonical
    boost::asio::ip::address local; ///< canonical: where the peer connected to
    unsigned short local_port = 0;
    bool is_secure = false; ///< it came over TLS that ends here
    bool wants_websocket = false;
    bool is_http_1_0 = false; ///< it may have no Host
    bool wants_https = false; ///< its target is an https address
    /// Who asks, put here by the router's gate. Nobody in this room looks inside.
    std::shared_ptr<auth::Visit const> visit;

    /// The values of every header of this name (lower case), in order.
    std::vector<std::string_view> all(std::string_view name) const;
    /// The first; empty when there is none.
    std::string_view header(std::string_view name) const;
    bool has(std::string_view name) const;
};

struct Response {
    int status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    /// The answer is held back for so long: it slows down a board that retries without a pause (DEVICES rule 11).
    std::chrono::milliseconds delay{0};
    /// Nobody knows how long what GET gets will be, so HEAD is told no length.
    bool is_endless = false;
};

/// The request becomes a WebSocket link.
struct WebSocketAnswer {
    LinkOptions options;
    LinkFactory open; ///< called once the handshake is answered
};

/// The response is an endless MJPEG stream.
struct MjpegAnswer {
    MjpegFactory open;
    MjpegTerms terms{};
};

/// The response is known later: it waits for a board, or for a file.
struct LaterAnswer {
    using Done = std::function<void(Response)>;
    /// Called once, on the loop thread. Gives the response to `done` when there is one, at once or on the loop thread
    /// later; what comes after the guard went away is ignored.
    std::function<Guard(Done done)> begin;
    std::chrono::milliseconds limit{10'000};
    /// The response when there was none within `limit`, or when the daemon stops before.
    std::function<Response()> at_limit;
};

using Answer = std::variant<Response, WebSocketAnswer, MjpegAnswer, LaterAnswer>;

/// RFC 9457. `detail` is a sentence for people and may hold what the peer sent: it is made safe here.
Response problem(int status, std::string_view detail);

/// "Not Found" for 404, and so on (RFC 9110 section 15).
std::string_view reason_phrase(int status);

} // namespace watchpost::net
