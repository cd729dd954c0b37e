#include <watchpost/auth/headers.hpp>
#include <watchpost/auth/local_bypass.hpp>
#include <watchpost/sessions/admission.hpp>

namespace watchpost::sessions {
namespace {

/// A Pico retries a refusal without any pause (DEVICES rule 11).
constexpr auto kRefusalDelay = std::chrono::seconds(2);

/// Board libraries want a small answer without a body.
net::Response board_refusal(int status) {
    net::Response response;
    response.status = status;
    response.delay = kRefusalDelay;
    return response;
}

bool is_forwarding(std::string_view header) {
    return header == "forwarded" || header == "x-real-ip" || header == "via" || header.starts_with("x-forwarded-");
}

auth::PeerFacts facts_of(net::Request const& request, bool behind_proxy) {
    auth::PeerFacts facts;
    facts.loopback = request.peer.is_loopback();
    facts.behind_proxy = behind_proxy;
    facts.our_port = request.local_port;
    for (auto const& [name, value] : request.headers)
        facts.forwarded_header_present = facts.forwarded_header_present || is_forwarding(name);
    if (auto const hosts = request.all("host"); hosts.size() == 1) facts.host = hosts.front();
    auto const origins = request.all("origin");
    if (origins.size() == 1) facts.origin = origins.front();
    if (origins.size() > 1) facts.origin = "null"; // what nobody trusts
    return facts;
}

struct Claims {
    bool conflicting = false; ///< headers that contradict each other
    std::optional<std::string> token;
    std::optional<DeviceId> id;
};

Claims claims_of(net::Request const& request) {
    auto const authorizations = request.all("authorization");
    auto const ids = request.all("x-device-id");
    auto const authorization = auth::one_value(authorizations);
    auto const id = auth::one_value(ids);
    Claims claims;
    claims.conflicting =
        authorization.presence == auth::Presence::conflicting || id.presence == auth::Presence::conflicting;
    if (auto const token = auth::bearer_token(authorization.value)) claims.token = std::string(*token);
    claims.id = safe_device_id(id.value);
    return claims;
}

DeviceKey key_of(DeviceKind kind, Claims const& claims, std::optional<auth::BoardMatch> const& match) {
    if (claims.id) return {kind, *claims.id};
    if (match && match->id) return {kind, *match->id};
    return {kind, std::string(to_string(kind))};
}

} // namespace

Admission::Admission(hub::Hub& hub, settings::Settings const& settings)
    : hub_(hub) {
    update(settings);
}

void Admission::update(settings::Settings const& settings) {
    behind_proxy_ = settings.behind_proxy;
    tokens_ = std::make_unique<auth::BoardTokens>(settings.boards);
}

bool Admission::is_local(net::Request const& request) const {
    return auth::local_bypass(facts_of(request, behind_proxy_));
}

std::variant<DeviceKey, net::Response> Admission::place_for(DeviceKey key) {
    if (hub_.registry.admits(key)) return key;
    auto refusal = board_refusal(503);
    refusal.headers.emplace_back("Retry-After", "60");
    return refusal;
}

std::variant<DeviceKey, net::Response> Admission::board(DeviceKind kind, net::Request const& request) {
    auto const claims = claims_of(request);
    if (claims.conflicting) return board_refusal(401);
    auto const match = claims.token ? tokens_->find(kind, *claims.token) : std::nullopt;
    if (!match && !is_local(request)) return board_refusal(401);
    return place_for(key_of(kind, claims, match));
}

std::optional<std::variant<DeviceKey, net::Response>> Admission::camera_by_token(net::Request const& request) {
    auto const claims = claims_of(request);
    if (claims.conflicting || !claims.token) return std::nullopt;
    auto const match = tokens_->find(DeviceKind::esp32cam, *claims.token);
    if (!match) return std::nullopt;
    return place_for(key_of(DeviceKind::esp32cam, claims, match));
}

std::optional<net::Response> Admission::viewer(net::Request const& request) const {
    if (is_local(request)) return std::nullopt;
    return net::problem(401,
                        "watchpost lets people in from the machine it runs on: open it as http://localhost there.");
}

std::optional<net::Response> Admission::uploader(net::Request const& request) const {
    auto const claims = claims_of(request);
    if (!claims.conflicting && claims.token && tokens_->find(DeviceKind::esp32cam, *claims.token)) return std::nullopt;
    return viewer(request);
}

std::optional<DeviceId> Admission::camera_of(net::Request const& request) const {
    auto const claims = claims_of(request);
    if (claims.conflicting) return std::nullopt;
    auto const match = claims.token ? tokens_->find(DeviceKind::esp32cam, *claims.token) : std::nullopt;
    if (match) return key_of(DeviceKind::esp32cam, claims, match).id;
    return is_local(request) ? claims.id : std::nullopt;
}

} // namespace watchpost::sessions
