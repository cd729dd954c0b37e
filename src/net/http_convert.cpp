#include "http_convert.hpp"

#include "request_target.hpp"

#include <watchpost/core/authority.hpp>
#include <watchpost/net/address.hpp>

#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <algorithm>
#include <array>
#include <ctime>

namespace watchpost::net {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t kMaxTarget = 2 * 1024;
constexpr std::size_t kMaxHeader = 8 * 1024;

// SECURITY rule 11. Pictures are shown from memory, hence blob:.
constexpr auto kContentPolicy = "default-src 'self'; img-src 'self' blob: data:; "
                                "base-uri 'none'; form-action 'self'; object-src 'none'";

// What no page of ours uses. A feature that a browser does not know makes it complain.
constexpr auto kPermissionsPolicy = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), midi=(), "
                                    "display-capture=()";

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

/// Every method that RFC 9110 and RFC 5789 define but CONNECT: what is defined is not unknown (501), it is not allowed
/// (405).
bool is_known_method(std::string_view method) {
    constexpr std::array<std::string_view, 8> known{"GET",    "HEAD",    "POST",  "PUT",
                                                    "DELETE", "OPTIONS", "TRACE", "PATCH"};
    return std::find(known.begin(), known.end(), method) != known.end();
}

/// Two servers that read one request must see the same end of it (RFC 9112 section 6).
std::optional<Response> check_framing(WireRequest const& request) {
    auto const codings = request.count(http::field::transfer_encoding);
    if (codings == 0) return std::nullopt;
    if (request.version() < 11) return problem(400, "HTTP/1.0 has no Transfer-Encoding; send Content-Length.");
    if (request.count(http::field::content_length) > 0)
        return problem(400, "A request has Transfer-Encoding or Content-Length, not both.");
    if (codings > 1) return problem(400, "A request names its Transfer-Encoding once.");
    if (!boost::beast::iequals(request[http::field::transfer_encoding], "chunked"))
        return problem(501, "The only Transfer-Encoding that is read here is chunked.");
    return std::nullopt;
}

bool expects_more_than_continue(WireRequest const& request) {
    auto const [begin, end] = request.equal_range(http::field::expect);
    return std::any_of(begin, end,
                       [](auto const& field) { return !boost::beast::iequals(field.value(), "100-continue"); });
}

using Field = std::pair<std::string_view, std::string_view>;

/// No page of another site shows our pictures or reads a byte, unless it may.
std::vector<Field> fields_of(CrossOrigin const& pages) {
    std::vector<Field> fields{{"Cross-Origin-Resource-Policy", pages.is_embeddable ? "cross-origin" : "same-origin"}};
    if (pages.depends_on_page) fields.emplace_back("Vary", "Origin, Referer");
    if (pages.reader.empty()) return fields;
    fields.emplace_back("Access-Control-Allow-Origin", pages.reader);
    fields.emplace_back("Access-Control-Allow-Credentials", "true");
    fields.emplace_back("Access-Control-Expose-Headers", "ETag, Retry-After");
    return fields;
}

} // namespace

std::optional<Response> check_header(WireRequestParser const& parser, std::size_t header_bytes, Router const& router) {
    auto const& request = parser.get();
    if (auto refusal = check_framing(request)) return refusal;
    auto const hosts = request.count(http::field::host);
    if (hosts > 1 || (hosts == 0 && request.version() >= 11))
        return problem(400, "A request names its Host exactly once.");
    auto const method = view(request.method_string());
    if (!is_known_method(method)) return problem(501, "No path here takes this method.");
    if (request.target().size() > kMaxTarget) return problem(414, "The request target is longer than 2 KiB.");
    auto const target = parse_target(view(request.target()));
    if (!target || (target->path == "*" && method != "OPTIONS"))
        return problem(400, "The request target is neither a plain path nor an http or https address with one.");
    if (header_bytes > kMaxHeader && !router.is_for_boards(target->path))
        return problem(431, "The request header is longer than 8 KiB.");
    auto const limit = router.body_limit(target->path);
    if (parser.content_length().value_or(0) > limit) return body_too_long(limit);
    if (request.version() >= 11 && expects_more_than_continue(request))
        return problem(417, "The only expectation that is met here is 100-continue.");
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
    bool const is_absolute = !target.authority.empty();
    if (is_absolute) out.headers.emplace_back("host", std::move(target.authority)); // RFC 9112 section 3.2.2
    out.wants_https = target.wants_https;
    for (auto const& field : request)
        if (!is_absolute || field.name() != http::field::host)
            out.headers.emplace_back(lower(view(field.name_string())), view(field.value()));
    out.body = request.body();
    out.peer = peer.address();
    out.local = canonical(local.address());
    out.local_port = local.port();
    out.is_http_1_0 = request.version() == 10;
    out.wants_websocket = boost::beast::websocket::is_upgrade(request);
    return out;
}

Response body_too_long(std::size_t limit) {
    return problem(413, "The request body is longer than " + std::to_string(limit / 1024) + " KiB.");
}

std::string cross_origin_lines(CrossOrigin const& pages) {
    std::string lines;
    for (auto const& [name, value] : fields_of(pages))
        lines.append(name).append(": ").append(value).append("\r\n");
    return lines;
}

void add_secure_headers(WireResponse& response, bool is_over_tls, std::string_view host, std::chrono::seconds hsts) {
    auto const authority = parse_authority(host);
    bool const is_this_machine = authority && (authority->host == "localhost" || authority->host == "[::1]" ||
                                               authority->host.starts_with("127."));
    if (is_over_tls || is_this_machine) response.set("Cross-Origin-Opener-Policy", "same-origin");
    if (is_over_tls && hsts.count() > 0)
        response.set("Strict-Transport-Security", "max-age=" + std::to_string(hsts.count()));
}

WireResponse to_wire(Response&& response, bool keep_alive, bool head, WallTime now, CrossOrigin const& pages) {
    WireResponse out{static_cast<http::status>(response.status), 11};
    out.reason(std::string(reason_phrase(response.status)));
    out.set(http::field::date, http_date(now));
    out.set(http::field::server, "watchpost");
    out.set("Content-Security-Policy", std::string(kContentPolicy) + "; frame-ancestors " + pages.frame_ancestors);
    out.set("X-Content-Type-Options", "nosniff");
    out.set("Referrer-Policy", "no-referrer");
    out.set("Permissions-Policy", kPermissionsPolicy);
    out.set(http::field::cache_control, "no-store"); // unless the answer says otherwise
    for (auto const& [name, value] : fields_of(pages))
        out.set(boost::beast::string_view(name.data(), name.size()),
                boost::beast::string_view(value.data(), value.size()));
    if (!response.body.empty()) out.set(http::field::content_type, response.content_type);
    for (auto const& [name, value] : response.headers) {
        if (name == "WWW-Authenticate") // there may be several
            out.insert(name, value);
        else
            out.set(name, value);
    }
    bool const has_length = response.status != 304 && response.status != 204 && !response.is_endless; // RFC 9110, 8.6
    if (has_length) out.content_length(response.body.size());
    if (!head && response.status != 304) out.body() = std::move(response.body);
    out.keep_alive(keep_alive);
    return out;
}

} // namespace watchpost::net
