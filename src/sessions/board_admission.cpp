// Which boards may come in, and under which name.

#include <watchpost/auth/headers.hpp>
#include <watchpost/core/printable.hpp>
#include <watchpost/sessions/admission.hpp>

#include <algorithm>

namespace watchpost::sessions {
namespace {

/// A Pico retries a refusal without any pause (DEVICES rule 11).
constexpr auto kBoardRefusalDelay = std::chrono::seconds(2);
constexpr std::size_t kLongestShownId = 64;

std::string_view no_id_reason() {
    static std::string const why = "X-Device-ID must be " + std::string(kDeviceIdRule);
    return why;
}

/// Without a body, as board libraries want it; the reason stands in a header, for whoever looks at the wire.
net::Response board_refusal(int status, std::string_view why = {}) {
    net::Response response;
    response.status = status;
    response.delay = kBoardRefusalDelay;
    if (!why.empty()) response.headers.emplace_back("X-Watchpost-Reason", why);
    return response;
}

struct NamedId {
    bool conflicting = false; ///< headers that contradict each other
    std::string_view raw;     ///< empty when there is none
    std::optional<DeviceId> id;
    bool is_none() const { return !raw.empty() && !id; } ///< it would have to be changed to be one
};

NamedId named_id(net::Request const& request) {
    auto const ids = request.all("x-device-id");
    auto const id = auth::one_value(ids);
    return {id.presence == auth::Presence::conflicting, id.value, device_id_from(id.value)};
}

bool is_named_by(auth::BoardMatch const& match, DeviceId const& id) {
    return std::find(match.names.begin(), match.names.end(), id) != match.names.end();
}

DeviceKey key_of(DeviceKind kind, NamedId const& named, auth::BoardMatch const* match) {
    if (named.id) return {kind, *named.id};
    if (match != nullptr && match->id) return {kind, *match->id};
    return {kind, std::string(to_string(kind))};
}

std::string named_line_of(net::Request const& request) {
    return request.method + " " + request.path + " as " + printable(request.header("x-device-id"), kLongestShownId);
}

} // namespace

std::variant<DeviceKey, net::Response> Admission::place_for(DeviceKey key, auth::BoardMatch const* match,
                                                            net::Request const& request) {
    auto const boards = match != nullptr ? match->names.size() : hub::Quotas::kLocalBoards;
    hub::Claimant by;
    by.credential = match != nullptr ? match->credential : request.visit->who.credential;
    by.is_own = match != nullptr && is_named_by(*match, key.id);
    by.is_local = match == nullptr;
    by.most_names = match != nullptr ? std::max(hub::Quotas::kFewNames, boards) : hub::Quotas::kLocalNames;
    by.is_valid = [this](std::string const& credential) { return keeper_.is_valid(credential); };
    if (match != nullptr && !by.is_own && keeper_.is_owned(key.kind, key.id))
        return refused_name({key.kind, 401, "foreign_name", "the id is configured for another token"}, request, match);
    switch (hub_.board.claim(key, by)) {
    case hub::Claim::owned:
        return refused_name({key.kind, 401, "foreign_name",
                             "a board with another token has the id; name it in boards of the configuration"},
                            request, match);
    case hub::Claim::too_many:
        return refused_name({key.kind, 429, "too_many_names",
                             "the token has made up too many ids; name them in boards of the configuration"},
                            request, match);
    case hub::Claim::full:
        return refused_name({key.kind, 503, "too_many_names", "too many boards are known"}, request, match);
    case hub::Claim::granted:
        break;
    }
    if (!hub_.registry.admits(key)) {
        hub_.links.note(key, LinkEntry::Kind::conflict);
        auto refusal = board_refusal(503);
        refusal.headers.emplace_back("Retry-After", "60");
        return refusal;
    }
    auto const account = match != nullptr ? by.credential : hub::Quotas::local_account(key);
    if (!hub_.quotas.account(account, boards)->links.take(hub_.clock.now()))
        return refused_name({key.kind, 429, "too_many_links", "the boards of this token dial in too often"}, request,
                            match);
    return key;
}

/// Also what its owner is told: in the log and as an event, and in the diagnosis of a board that it probably is.
net::Response Admission::refused_name(NameRefusal const& refusal, net::Request const& request,
                                      auth::BoardMatch const* match) {
    audit_.refused(request.visit->who.client, named_line_of(request), refusal.reason, &request.visit->who);
    auto id = match != nullptr && match->names.size() == 1 ? std::optional(match->names.front()) : std::nullopt;
    if (!id) id = hub_.board.missing(refusal.kind, request.visit->who.client.to_string());
    if (id && hub_.board.knows({refusal.kind, *id})) {
        if (refusal.reason != "too_many_links")
            hub_.links.note({refusal.kind, *id}, LinkEntry::Kind::not_admitted, refusal.reason);
        auto const account = match != nullptr ? match->credential : hub::Quotas::local_account({refusal.kind, *id});
        auto const boards = match != nullptr ? match->names.size() : hub::Quotas::kLocalBoards;
        if (hub_.quotas.account(account, boards)->notes.take(hub_.clock.now()))
            hub_.board.complained({refusal.kind, *id}, "X-Device-ID \"" +
                                                           printable(request.header("x-device-id"), kLongestShownId) +
                                                           "\" was refused: " + std::string(refusal.why));
    }
    return board_refusal(refusal.status, refusal.why);
}

net::Response Admission::refused_board(DeviceKind kind, net::Request const& request) {
    auto const& visit = *request.visit;
    auto const* const reason = visit.wrong_credential ? "wrong_credential" : "no_credential";
    audit_.refused(visit.who.client, request.method + " " + request.path,
                   visit.too_often ? "too_many_attempts" : reason);
    note_refusal(kind, request, reason);
    return board_refusal(401);
}

/// For the link doctor, who only asks what may be wrong with a board that is missing: strangers make no board known.
void Admission::note_refusal(DeviceKind kind, net::Request const& request, std::string_view reason) {
    auto id = named_id(request).id;
    if (!id) id = hub_.board.missing(kind, request.visit->who.client.to_string());
    if (id && hub_.board.knows({kind, *id})) hub_.links.note({kind, *id}, LinkEntry::Kind::not_admitted, reason);
}

std::variant<DeviceKey, net::Response> Admission::board(DeviceKind kind, net::Request const& request) {
    auto const& visit = *request.visit;
    auto const named = named_id(request);
    auto const* const match = visit.who.board_of(kind);
    if (named.conflicting || (match == nullptr && !visit.is_local)) return refused_board(kind, request);
    if (named.is_none()) return refused_name({kind, 400, "bad_name", no_id_reason()}, request, match);
    return place_for(key_of(kind, named, match), match, request);
}

std::optional<std::variant<DeviceKey, net::Response>> Admission::camera_by_token(net::Request const& request) {
    auto const named = named_id(request);
    auto const* const match = request.visit->who.board_of(DeviceKind::esp32cam);
    if (named.conflicting || match == nullptr) return std::nullopt;
    if (named.is_none()) return refused_name({DeviceKind::esp32cam, 400, "bad_name", no_id_reason()}, request, match);
    return place_for(key_of(DeviceKind::esp32cam, named, match), match, request);
}

std::optional<DeviceId> Admission::camera_of(net::Request const& request) const {
    auto named = named_id(request);
    if (named.conflicting) return std::nullopt;
    auto const* const match = request.visit->who.board_of(DeviceKind::esp32cam);
    if (match == nullptr) return request.visit->is_local ? named.id : std::nullopt;
    auto const is_foreign = [&](DeviceId const& id) {
        DeviceKey const key{DeviceKind::esp32cam, id};
        auto const is_valid = [this](std::string const& credential) { return keeper_.is_valid(credential); };
        return !is_named_by(*match, id) &&
               (keeper_.is_owned(DeviceKind::esp32cam, id) || hub_.board.is_others(key, match->credential, is_valid));
    };
    if (named.id && is_foreign(*named.id)) named.id.reset();
    auto id = key_of(DeviceKind::esp32cam, named, match).id;
    return is_foreign(id) ? match->names.front() : std::move(id);
}

} // namespace watchpost::sessions
