#include "esp32cam_session.hpp"
#include "pico_session.hpp"
#include "status_feed.hpp"
#include "video_session.hpp"
#include "web_session.hpp"

#include <watchpost/net/query_number.hpp>
#include <watchpost/sessions/endpoints.hpp>

#include <set>

namespace watchpost::sessions {
namespace {

/// More than this lets pictures grow old in the browser (Delivery::kRemembered bounds it too).
constexpr unsigned kLargestWindow = 8;

using net::Answer;
using net::Request;
using net::Response;

/// The first of the offered ones: the boards that offer any (arduino) need it back (DEVICES rule 1).
std::string offered_subprotocol(Request const& request) {
    auto offered = request.header("sec-websocket-protocol");
    offered = offered.substr(0, offered.find(','));
    auto const first = offered.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return std::string(offered.substr(first, offered.find_last_not_of(" \t") - first + 1));
}

constexpr std::size_t kMaxText = 16 * 1024; ///< bytes; parsing a text costs much more than its bytes

net::LinkOptions browser_options(Request const& request, char const* endpoint, std::size_t read_message_max) {
    net::LinkOptions options;
    options.endpoint = endpoint;
    options.read_message_max = read_message_max;
    options.subprotocol = offered_subprotocol(request);
    // What comes through a proxy of ours counts for whoever is behind it.
    if (auto const& client = request.visit->who.client; !client.is_loopback())
        options.account = client.place().to_string();
    return options;
}

net::LinkOptions board_options(Request const& request, char const* endpoint, std::size_t read_message_max) {
    auto options = browser_options(request, endpoint, read_message_max);
    options.fin_delay = std::chrono::seconds(10);
    options.shutdown_code = net::close_code::kGoingAway;
    options.silent_close = request.header("user-agent").starts_with("ESP32 Websocket Client");
    return options;
}

/// How large the handshake's headers were, and how many of them said a name again (DEVICES rules 2 and 17).
void weigh_headers(Request const& request, PeerInfo& peer) {
    std::set<std::string_view> names;
    for (auto const& [name, value] : request.headers) {
        constexpr std::size_t around = 4; // ": " and the end of the line
        peer.header_bytes += name.size() + value.size() + around;
        if (!names.insert(name).second) ++peer.repeated_headers;
    }
}

/// What the place of a board hangs on: its token, or that it is at this machine.
std::string credential_of(Request const& request, DeviceKind kind) {
    auto const& who = request.visit->who;
    auto const* const match = who.board_of(kind);
    return match != nullptr ? match->credential : who.credential;
}

PeerInfo peer_of(Request const& request, DeviceKey const& key) {
    constexpr std::size_t max_library = 64;
    PeerInfo peer;
    auto const* const match = request.visit->who.board_of(key.kind);
    peer.credential = match != nullptr ? match->credential : hub::Quotas::local_account(key);
    peer.boards = match != nullptr ? match->names.size() : hub::Quotas::kLocalBoards;
    peer.address = request.visit->who.address();
    peer.library = request.header("user-agent").substr(0, max_library);
    peer.secure = request.visit->who.secure;
    weigh_headers(request, peer);
    return peer;
}

/// The four endpoints; what their sessions share lives here.
class Endpoints {
public:
    Endpoints(hub::Hub& hub, Admission& admission, std::size_t max_frame_bytes)
        : hub_(hub)
        , admission_(admission)
        , max_frame_bytes_(max_frame_bytes)
        , feed_(hub) {}

    Answer web(Request const& request) {
        if (auto camera = admission_.camera_by_token(request)) return this->camera(request, std::move(*camera));
        if (auto refusal = admission_.viewer(request)) return std::move(*refusal);
        return net::WebSocketAnswer{browser_options(request, "/ws", 16 * 1024),
                                    [this, visit = request.visit](net::Link& link) {
                                        return std::make_unique<WebSession>(link, hub_, feed_, browser(visit->who));
                                    }};
    }

    Answer video(Request const& request) {
        std::optional<DeviceId> wanted;
        if (auto const it = request.query.find("camera"); it != request.query.end()) wanted = it->second;
        if (wanted && !is_device_id(*wanted))
            return net::problem(400,
                                "camera: \"" + *wanted +
                                    "\" is not a device id; it is made of a-z, 0-9, '-' and '_', 1 to 32 characters");
        auto options = browser_options(request, "/ws/video", 1024);
        auto const window = net::whole_number_of(request, "window", 1, kLargestWindow);
        if (!window) return net::problem(400, window.error().message);
        auto const spacing = net::spacing_of(request);
        if (!spacing) return net::problem(400, spacing.error().message);
        options.pace = {window->value_or(0), *spacing};
        options.is_talkative = options.pace.window > 0;
        return net::WebSocketAnswer{std::move(options), [this, wanted, visit = request.visit](net::Link& link) {
                                        return std::make_unique<VideoSession>(link, hub_, feed_, wanted,
                                                                              browser(visit->who));
                                    }};
    }

    Answer esp32cam(Request const& request) { return camera(request, admission_.board(DeviceKind::esp32cam, request)); }

    Answer pico(Request const& request) {
        auto admitted = admission_.board(DeviceKind::pico, request);
        if (auto* const refusal = std::get_if<Response>(&admitted)) return std::move(*refusal);
        return net::WebSocketAnswer{
            board_options(request, "/ws/pico", 16 * 1024),
            [this, id = std::get<DeviceKey>(admitted).id, peer = peer_of(request, std::get<DeviceKey>(admitted)),
             credential = credential_of(request, DeviceKind::pico)](net::Link& link) {
                return with_rights(std::make_unique<PicoSession>(link, hub_, id, peer), link, credential);
            }};
    }

private:
    Browser browser(auth::Identity const& who) { return {who, admission_.keeper()}; }

    Answer camera(Request const& request, std::variant<DeviceKey, Response> admitted) {
        if (auto* const refusal = std::get_if<Response>(&admitted)) return std::move(*refusal);
        auto options = board_options(request, "/ws/esp32cam", max_frame_bytes_);
        options.read_text_max = kMaxText;
        options.is_talkative = true;
        if (auto const* const match = request.visit->who.board_of(DeviceKind::esp32cam))
            options.account = match->credential;
        return net::WebSocketAnswer{
            std::move(options),
            [this, id = std::get<DeviceKey>(admitted).id, peer = peer_of(request, std::get<DeviceKey>(admitted)),
             credential = credential_of(request, DeviceKind::esp32cam)](net::Link& link) {
                return with_rights(std::make_unique<Esp32camSession>(link, hub_, id, peer), link, credential);
            }};
    }

    /// A board goes when its token does.
    std::unique_ptr<BoardSession> with_rights(std::unique_ptr<BoardSession> session, net::Link& link,
                                              std::string const& credential) {
        session->keep(admission_.keeper().watch(
            credential, [&link] { link.close(net::close_code::kPolicy, "its token is not valid any more"); }));
        return session;
    }

    hub::Hub& hub_;
    Admission& admission_;
    std::size_t const max_frame_bytes_;
    StatusFeed feed_;
};

} // namespace

void add_endpoints(net::Router& router, hub::Hub& hub, Admission& admission, std::size_t max_frame_bytes) {
    auto const endpoints = std::make_shared<Endpoints>(hub, admission, max_frame_bytes);
    auto const add = [&](char const* path, Answer (Endpoints::*answer)(Request const&), net::Access access) {
        net::Route route;
        route.method = "GET";
        route.pattern = path;
        route.access = access;
        route.handle = [endpoints, answer](Request const& request) { return (*endpoints.*answer)(request); };
        route.websocket = true;
        route.for_boards = access == net::Access::own;
        router.add(std::move(route));
    };
    add("/ws", &Endpoints::web, net::Access::own);
    add("/ws/video", &Endpoints::video, net::Access::viewer);
    add("/ws/esp32cam", &Endpoints::esp32cam, net::Access::own);
    add("/ws/pico", &Endpoints::pico, net::Access::own);
}

} // namespace watchpost::sessions
