#pragma once

#include <watchpost/net/http_message.hpp>
#include <watchpost/net/router.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <optional>

namespace watchpost::net {

using WireRequest = boost::beast::http::request<boost::beast::http::string_body>;
using WireRequestParser = boost::beast::http::request_parser<boost::beast::http::string_body>;
using WireResponse = boost::beast::http::response<boost::beast::http::string_body>;

/// What Beast's parser lets pass and we do not (SECURITY rule 12): a Transfer-Encoding that is not chunked alone, a
/// missing or repeated Host, a method that nobody defined, a target that is too long or odd, a header or a body above
/// what the path allows, an expectation that is not met. Nothing when all is well.
std::optional<Response> check_header(WireRequestParser const& parser, std::size_t header_bytes, Router const& router);

/// Why Beast could not parse a request, as an answer; nothing when there is nobody left to answer.
std::optional<Response> parse_failure(boost::system::error_code error);

/// Requires a request that `check_header` let pass. `local` and `peer` are the ends of the socket.
Request from_wire(WireRequest const& request, boost::asio::ip::tcp::endpoint const& local,
                  boost::asio::ip::tcp::endpoint const& peer);

/// 413, where a path takes `limit` bytes.
Response body_too_long(std::size_t limit);

/// The header lines about pages of other origins, for who writes a header by hand.
std::string cross_origin_lines(CrossOrigin const& pages);

/// What counts only where a browser trusts the origin: over TLS, and under this machine's own names. Elsewhere browsers
/// complain of a Cross-Origin-Opener-Policy, and RFC 6797 section 7.2 forbids Strict-Transport-Security without TLS.
/// `host` is the request's; `hsts` of 0 says nothing.
void add_secure_headers(WireResponse& response, bool is_over_tls, std::string_view host, std::chrono::seconds hsts);

/// With the headers that every answer has; nobody keeps it, unless it says otherwise. `head` leaves the body out but
/// keeps its length. `pages` says whose pages it is for.
WireResponse to_wire(Response&& response, bool keep_alive, bool head, WallTime now, CrossOrigin const& pages = {});

} // namespace watchpost::net
