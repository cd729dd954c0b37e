// Bytes of an HTTP request, from this machine or from afar: through the parser, the checks, the real table of routes
// and the decision who may come in. Nobody reaches anything without a credential, what was decided on is what is
// reached, and every answer is a sound response.

#include "basic_rules.hpp"
#include "chunked_body.hpp"
#include "header_lines.hpp"
#include "house.hpp"
#include "http_rules.hpp"

#include <algorithm>
#include <cctype>
#include <string>

using namespace watchpost;
using fuzz::require;

namespace {

/// Whether the headers alone, read without any of the code that decides, could let this peer in. It may say yes where
/// the daemon says no, and never the other way round.
struct Credentials {
    bool camera = false;
    bool pico = false;
    bool viewer = false;
    bool operates = false;
    bool local = false;
    bool local_reads = false;

    Credentials(net::WireRequest const& request, bool loopback, bool behind_proxy) {
        bool forwarded = false;
        bool browser = false;
        for (auto const& field : request) {
            std::string name(field.name_string());
            std::string const value(field.value());
            std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
            if (name == "authorization") {
                camera = camera || fuzz::could_show(value, fuzz::kCameraToken);
                pico = pico || fuzz::could_show(value, fuzz::kPicoToken);
                viewer = viewer || fuzz::could_show(value, fuzz::kViewerToken) ||
                         fuzz::could_show(value, fuzz::kOperatorToken);
                operates = operates || value.find(fuzz::kOperatorToken) != std::string::npos;
            }
            forwarded = forwarded || name == "forwarded" || name.starts_with("x-forwarded-") || name == "x-real-ip" ||
                        name == "via";
            if (name == "host") names_host(value);
            browser =
                browser || name == "origin" || name == "referer" || name == "cookie" || name.starts_with("sec-fetch-");
            if (name == "origin" && value.find(std::to_string(fuzz::kPort)) == std::string::npos) forwarded = true;
        }
        std::string_view target(request.target().data(), request.target().size());
        if (auto const authority = target.find("://"); !target.starts_with('/') && authority != std::string_view::npos)
            names_host(target.substr(authority + 3, target.find_first_of("/?#", authority + 3) - authority - 3));
        bool const may_read = loopback && !behind_proxy && !forwarded && !browser;
        local = loopback && !behind_proxy && !forwarded && local_host && named_port;
        local_reads = local || (may_read && (any_host ? local_host : request.version() == 10));
    }

private:
    bool local_host = false;
    bool any_host = false;
    bool named_port = false;

    void names_host(std::string_view value) {
        any_host = true;
        named_port = value.find(std::to_string(fuzz::kPort)) != std::string_view::npos;
        local_host = named_port || value.find(':') == std::string_view::npos || value.ends_with(']');
    }
};

/// Whether somebody with these credentials may come to a route at all.
bool may_reach(net::Route const& route, Credentials const& shown) {
    bool const acts = shown.local || shown.operates;
    switch (route.access) {
    case net::Access::viewer:
        return acts || shown.viewer || shown.local_reads;
    case net::Access::operate:
        return acts;
    case net::Access::upload:
        return acts || shown.camera;
    case net::Access::open:
    case net::Access::own:
        break;
    }
    return true;
}

/// Whether they may have a link on an endpoint that decides itself.
bool may_have_link(std::string const& endpoint, Credentials const& shown) {
    if (endpoint == "/ws/pico") return shown.local_reads || shown.pico;
    if (endpoint == "/ws/esp32cam") return shown.local_reads || shown.camera;
    return endpoint == "/ws" && (shown.local_reads || shown.camera || shown.viewer || shown.operates);
}

void check_access(fuzz::Visit const& visit, net::Answer const& answer, Credentials const& credentials) {
    if (visit.reached == nullptr) return;
    auto const& route = *visit.reached;
    require(visit.decisions.size() == 1 && visit.decisions.front().admitted, "nobody passes the gate by",
            route.pattern);
    require(visit.decisions.front().access == route.access, "the decision is about the route", route.pattern);
    require(visit.decisions.front().path == visit.reached_as, "what was decided on is what is reached",
            visit.reached_as);
    require(may_reach(route, credentials), "no access without a credential", route.pattern);
    bool const is_link =
        std::holds_alternative<net::WebSocketAnswer>(answer) || std::holds_alternative<net::MjpegAnswer>(answer);
    if (!is_link) return;
    require(route.access != net::Access::open, "who is nobody gets no link", route.pattern);
    if (route.access == net::Access::own)
        require(may_have_link(route.pattern, credentials), "no link without a credential", route.pattern);
}

void check_answer(net::Answer answer, bool head) {
    if (auto* const response = std::get_if<net::Response>(&answer))
        return fuzz::require_sound_response(std::move(*response), head);
    if (auto const* const websocket = std::get_if<net::WebSocketAnswer>(&answer)) {
        auto const& subprotocol = websocket->options.subprotocol;
        return require(subprotocol.find_first_of("\r\n") == std::string::npos, "nobody adds a header", subprotocol);
    }
    auto const* const later = std::get_if<net::LaterAnswer>(&answer);
    if (later == nullptr) return;
    auto const interest =
        later->begin([head](net::Response response) { fuzz::require_sound_response(std::move(response), head); });
    fuzz::require_sound_response(later->at_limit(), head);
}

/// As far as `put` comes: to the end of the header, or of the body.
boost::system::error_code feed(net::WireRequestParser& parser, std::string_view& bytes, bool to_the_end) {
    parser.eager(to_the_end);
    boost::system::error_code error;
    while (!error && !bytes.empty() && !parser.is_done() && (to_the_end || !parser.is_header_done())) {
        auto const used = parser.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
        require(used > 0 || error, "the parser goes on");
        bytes.remove_prefix(used);
    }
    return error == boost::beast::http::error::need_more ? boost::system::error_code{} : error;
}

void answer_failure(boost::system::error_code error);

/// False when there is no request to answer.
bool read_body(net::WireRequestParser& parser, std::string_view& rest, net::Router const& router) {
    if (!parser.chunked()) {
        auto const error = feed(parser, rest, true);
        if (error) answer_failure(error);
        return !error && parser.is_done();
    }
    auto const fields = std::distance(parser.get().begin(), parser.get().end());
    require(parser.get().count(boost::beast::http::field::content_length) == 0, "a body has one end");
    require(parser.get().version() == 11, "HTTP/1.0 has no chunks");
    net::ChunkedBody chunks{router.body_limit("/")};
    rest.remove_prefix(chunks.put(rest));
    parser.get().body() = chunks.take_body();
    require(std::distance(parser.get().begin(), parser.get().end()) == fields, "trailers add no header");
    return chunks.state() == net::ChunkedBody::State::done;
}

void answer_failure(boost::system::error_code error) {
    if (auto failure = net::parse_failure(error)) fuzz::require_sound_response(std::move(*failure), false);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using boost::asio::ip::make_address;
    fuzz::Input input{data, size};
    auto const flags = input.byte();
    bool const loopback = (flags & 1) == 0;
    bool const behind_proxy = (flags & 2) != 0;
    boost::asio::ip::tcp::endpoint const peer{make_address(loopback ? "127.0.0.1" : "192.0.2.7"), 40'000};
    boost::asio::ip::tcp::endpoint const local{make_address("127.0.0.1"), fuzz::kPort};

    net::WireRequestParser parser;
    parser.header_limit(64 * 1024);
    parser.body_limit(net::Route::kLargestBody);
    auto rest = input.rest();
    net::HeaderLines lines;
    if (lines.check(rest) != net::HeaderLines::Fault::none || !lines.is_over()) return 0;
    if (auto const error = feed(parser, rest, false)) {
        answer_failure(error);
        return 0;
    }
    if (!parser.is_header_done()) return 0;

    fuzz::House house{behind_proxy};
    auto const header_bytes = input.rest().size() - rest.size();
    bool const head = parser.get().method() == boost::beast::http::verb::head;
    if (auto refusal = net::check_header(parser, header_bytes, house.router())) {
        fuzz::require_sound_response(std::move(*refusal), head);
        return 0;
    }
    if (!read_body(parser, rest, house.router())) return 0;

    auto request = net::from_wire(parser.get(), local, peer);
    require(request.path.starts_with('/') || (request.path == "*" && request.method == "OPTIONS"), "a path is a path");
    auto early = net::from_wire(parser.get(), local, peer);
    auto answer = house.router().answer(request);
    check_access(house.visit(), answer, Credentials{parser.get(), loopback, behind_proxy});
    bool const was_reached = house.visit().reached != nullptr;
    require(house.router().refusal(early).has_value() != was_reached, "what is refused early is refused");
    check_answer(std::move(answer), head);
    return 0;
}
