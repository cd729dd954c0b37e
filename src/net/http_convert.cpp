#include "http_convert.hpp"

#include "request_target.hpp"

#include <watchpost/net/address.hpp>

#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <array>
#include <ctime>

namespace watchpost::net {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t kMaxTarget = 2 * 1024;
constexpr std::size_t kMaxHeader = 8 * 1024;

// SECURITY rule 11. Pictures are shown from memory, hence blob:.
constexpr auto kContentPolicy = "default-src 'self'; img-src 'self' blob: data:; frame-ancestors 'none'; "
                                "base-uri 'none'; form-action 'self'";

std::string http_date(WallTime now) {
    std::time_t const seconds = std::chrono::system_clock::to_time_t(now);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string_view view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

} // namespace

std::optional<Response> check_header(WireRequestParser const& parser, std::size_t header_bytes, Router const& router) {
    auto const& request = parser.get();
    if (request.count(http::field::transfer_encoding) > 0)
        return problem(501, "Transfer-Encoding is not supported on a request; send Content-Length.");
    auto const hosts = request.equal_range(http::field::host);
    auto const host_count = std::distance(hosts.first, hosts.second);
    if (host_count > 1 || (host_count == 0 && request.version() >= 11))
        return problem(400, "A request names its Host exactly once.");
    if (request.target().size() > kMaxTarget) return problem(414, "The request target is longer than 2 KiB.");
    auto const target = parse_target(view(request.target()));
    if (!target) return problem(400, "The request target is not a plain path.");
    if (header_bytes > kMaxHeader && !router.is_for_boards(target->path))
        return problem(431, "The request header is longer than 8 KiB.");
    auto const limit = router.body_limit(target->path);
    if (parser.content_length().value_or(0) > limit)
        return problem(413, "The request body is longer than " + std::to_string(limit / 1024) + " KiB.");
    return std::nullopt;
}

std::optional<Response> parse_failure(boost::system::error_code error) {
    if (error == http::error::header_limit) return problem(431, "The request header is longer than 64 KiB.");
    if (error == http::error::body_limit) return problem(413, "The request body is longer than 2 MiB.");
    if (error == http::error::bad_version) return problem(505, "Only HTTP/1.0 and HTTP/1.1 are spoken here.");
    if (error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
    if (error.category() == http::make_error_code(http::error::bad_method).category())
        return problem(400, "This is not an HTTP request: " + error.message() + ".");
    return std::nullopt;
}

Request from_wire(WireRequest const& request, boost::asio::ip::tcp::endpoint const& local,
                  boost::asio::ip::tcp::endpoint const& peer) {
    auto target = parse_target(view(request.target())).value();
    Request out;
    out.method = std::string(view(request.method_string()));
    out.path = std::move(target.path);
    out.query = std::move(target.query);
    for (auto const& field : request)
        out.headers.emplace_back(lower(view(field.name_string())), view(field.value()));
    out.body = request.body();
    out.peer = peer.address();
    out.local = canonical(local.address());
    out.local_port = local.port();
    out.wants_websocket = boost::beast::websocket::is_upgrade(request);
    return out;
}

WireResponse to_wire(Response&& response, bool keep_alive, bool head, WallTime now) {
    WireResponse out{static_cast<http::status>(response.status), 11};
    out.reason(std::string(reason_phrase(response.status)));
    out.set(http::field::date, http_date(now));
    out.set(http::field::server, "watchpost");
    out.set("Content-Security-Policy", kContentPolicy);
    out.set("X-Content-Type-Options", "nosniff");
    out.set("Referrer-Policy", "no-referrer");
    out.set("Cross-Origin-Resource-Policy", "same-origin"); // no page of another site shows our pictures
    if (!response.body.empty()) out.set(http::field::content_type, response.content_type);
    for (auto const& [name, value] : response.headers)
        out.set(name, value);
    bool const has_length = response.status != 304 && response.status != 204; // RFC 9110 section 8.6
    if (has_length) out.content_length(response.body.size());
    if (!head && response.status != 304) out.body() = std::move(response.body);
    out.keep_alive(keep_alive);
    return out;
}

} // namespace watchpost::net
