// Bytes of an HTTP request, from this machine or from afar: through the parser, the checks, the real table of routes
// and the decision who may come in. Nobody reaches anything without a credential, what was decided on is what is
// reached, and every answer is a sound response.

#include "http_rules.hpp"
#include "support/manual_clock.hpp"

#include <watchpost/api/api.hpp>
#include <watchpost/archive/gallery.hpp>
#include <watchpost/hub/command_stats.hpp>
#include <watchpost/hub/hub.hpp>
#include <watchpost/sessions/endpoints.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace watchpost;
using fuzz::require;

namespace {

constexpr std::string_view kCameraToken = "camera-token-of-the-fuzzer";
constexpr std::string_view kPicoToken = "pico-token-of-the-fuzzer";
constexpr std::string_view kViewerToken = "viewer-token-of-the-fuzzer";
constexpr std::string_view kOperatorToken = "operator-token-of-the-fuzzer";
constexpr unsigned short kPort = 3000;

settings::Settings settings_of(bool behind_proxy) {
    settings::Settings settings;
    settings.behind_proxy = behind_proxy;
    settings.boards = {{"garden", DeviceKind::esp32cam, std::string(kCameraToken)},
                       {"mast", DeviceKind::pico, std::string(kPicoToken)}};
    return settings;
}

auth::Secrets secrets() {
    auth::Secrets secrets;
    secrets.tokens = {{auth::TokenKind::viewer, "eye", secrets.key.hash(kViewerToken), ""},
                      {auth::TokenKind::operator_, "hand", secrets.key.hash(kOperatorToken), ""}};
    return secrets;
}

/// A disk that never answers.
class NoWorkers final : public Workers {
public:
    void run(std::function<void()>, std::function<void()>) override {}
};

class NoBoard final : public hub::DeviceLink {
    void on_replaced() override {}
};

/// A request on its way, and what became of it.
struct Visit {
    struct Decision {
        std::string path;
        net::Access access;
        bool admitted;
    };
    std::vector<Decision> decisions;
    net::Route const* reached = nullptr;
    std::string reached_as; ///< the path that the route saw
};

/// The daemon without its sockets.
class House {
public:
    explicit House(bool behind_proxy)
        : keeper_(clock_, [](IpAddress const&) { return false; })
        , admission_(hub_, keeper_)
        , gallery_(hub_, workers_, "/proc/watchpost-has-no-folder-here", 1 << 20)
        , command_stats_(hub_.commands) {
        readiness_.listening = true;
        keeper_.update(settings_of(behind_proxy), {});
        keeper_.update(secrets());
        auto const decide = [this](net::Request& request, net::Access access) {
            return admission_.gate(request, access);
        };
        real_.set_gate(decide);
        sessions::add_endpoints(real_, hub_, admission_, 1 << 20);
        api::add_routes(real_,
                        {hub_, command_stats_, gallery_, links_, readiness_, workers_, "/proc",
                         [this](net::Request const& request) { return admission_.camera_of(request); }, keeper_,
                         [](IpAddress const&, std::string_view, std::string_view) {},
                         [](int status) {
                             net::Response page;
                             page.status = status;
                             return page;
                         }},
                        [](net::Request const&) { return net::Response{}; });
        watch(decide);
        camera_ = hub_.registry.attach({DeviceKind::esp32cam, "garden"}, board_, {"192.0.2.1", "a camera"});
        pico_ = hub_.registry.attach({DeviceKind::pico, "mast"}, board_, {"192.0.2.2", "a Pico"});
    }

    net::Router const& router() const { return watched_; }
    Visit const& visit() const { return visit_; }

private:
    /// The same table, but each decision and each arrival is written down.
    void watch(net::Router::Gate decide) {
        watched_.set_gate([this, ask = std::move(decide)](net::Request& request, net::Access access) {
            auto refusal = ask(request, access);
            visit_.decisions.push_back({request.path, access, !refusal});
            return refusal;
        });
        for (auto const& route : real_.routes()) {
            auto copy = route;
            copy.handle = [this, &route](net::Request const& request) {
                require(visit_.reached == nullptr, "a request reaches one route");
                visit_.reached = &route;
                visit_.reached_as = request.path;
                return route.handle(request);
            };
            watched_.add(std::move(copy));
        }
    }

    test::ManualClock clock_;
    hub::Hub hub_{clock_};
    auth::Doorkeeper keeper_;
    sessions::Admission admission_;
    NoWorkers workers_;
    archive::Gallery gallery_;
    hub::CommandStats command_stats_;
    net::LinkSet links_;
    api::Readiness readiness_;
    net::Router real_;
    net::Router watched_;
    Visit visit_;
    NoBoard board_;
    hub::Attachment camera_;
    hub::Attachment pico_;
};

/// Whether the headers alone, read without any of the code that decides, could let this peer in. It may say yes where
/// the daemon says no, and never the other way round.
struct Credentials {
    bool camera = false;
    bool pico = false;
    bool viewer = false;
    bool operates = false;
    bool local = false;

    Credentials(net::WireRequest const& request, bool loopback, bool behind_proxy) {
        bool forwarded = false;
        bool local_host = false;
        for (auto const& field : request) {
            std::string name(field.name_string());
            std::string const value(field.value());
            std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
            if (name == "authorization") {
                camera = camera || value.find(kCameraToken) != std::string::npos;
                pico = pico || value.find(kPicoToken) != std::string::npos;
                viewer = viewer || value.find(kViewerToken) != std::string::npos;
                operates = operates || value.find(kOperatorToken) != std::string::npos;
            }
            forwarded = forwarded || name == "forwarded" || name.starts_with("x-forwarded-") || name == "x-real-ip" ||
                        name == "via";
            if (name == "host") local_host = value.find(std::to_string(kPort)) != std::string::npos;
            if (name == "origin" && value.find(std::to_string(kPort)) == std::string::npos) forwarded = true;
        }
        local = loopback && !behind_proxy && !forwarded && local_host;
    }
};

/// Whether somebody with these credentials may come to a route at all.
bool may_reach(net::Route const& route, Credentials const& shown) {
    bool const acts = shown.local || shown.operates;
    switch (route.access) {
    case net::Access::viewer:
        return acts || shown.viewer;
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
    if (endpoint == "/ws/pico") return shown.local || shown.pico;
    if (endpoint == "/ws/esp32cam") return shown.local || shown.camera;
    return endpoint == "/ws" && (shown.local || shown.camera || shown.viewer || shown.operates);
}

void check_access(Visit const& visit, net::Answer const& answer, Credentials const& credentials) {
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
    boost::asio::ip::tcp::endpoint const local{make_address("127.0.0.1"), kPort};

    net::WireRequestParser parser;
    parser.header_limit(64 * 1024);
    parser.body_limit(net::Route::kLargestBody);
    auto rest = input.rest();
    if (auto const error = feed(parser, rest, false)) {
        answer_failure(error);
        return 0;
    }
    if (!parser.is_header_done()) return 0;

    House house{behind_proxy};
    auto const header_bytes = input.rest().size() - rest.size();
    bool const head = parser.get().method() == boost::beast::http::verb::head;
    if (auto refusal = net::check_header(parser, header_bytes, house.router())) {
        fuzz::require_sound_response(std::move(*refusal), head);
        return 0;
    }
    if (auto const error = feed(parser, rest, true)) {
        answer_failure(error);
        return 0;
    }
    if (!parser.is_done()) return 0;

    auto request = net::from_wire(parser.get(), local, peer);
    auto early = net::from_wire(parser.get(), local, peer);
    auto answer = house.router().answer(request);
    check_access(house.visit(), answer, Credentials{parser.get(), loopback, behind_proxy});
    bool const was_reached = house.visit().reached != nullptr;
    require(house.router().refusal(early).has_value() != was_reached, "what is refused early is refused");
    check_answer(std::move(answer), head);
    return 0;
}
