#include <watchpost/auth/doors.hpp>

namespace watchpost::auth {
namespace {

using Kind = Identity::Kind;

bool is_known(Identity const& who, Door door) {
    if (who.role) return true;
    return door == Door::upload && who.board_of(DeviceKind::esp32cam) != nullptr;
}

std::optional<Refusal> refuse_role(Visit const& visit, Door door) {
    auto const& who = visit.who;
    if (!is_known(who, door)) {
        if (who.kind == Kind::board) return Refusal{403, "role", "The token of a board opens only what boards use."};
        return Refusal{401, visit.wrong_credential ? "wrong_credential" : "no_credential", who.because};
    }
    if (door == Door::view || who.role != Role::viewer) return std::nullopt;
    // Who has less than the role for a reason is told which.
    if (who.kind == Kind::local || (who.kind == Kind::token && who.by_cookie)) return Refusal{403, "role", who.because};
    return Refusal{403, "role", "A viewer only looks; this needs the role operator."};
}

Refusal refuse_host(Visit const& visit) {
    if (visit.is_nameless) return {421, "host", "A request without Host may only read; send a Host header."};
    return {421, "host", "watchpost is not asked under this name; if it is yours, name it in host_names."};
}

/// A browser sends the cookie of a session with whatever any page makes it send: the page must be one of ours.
std::optional<Refusal> refuse_origin(Visit const& visit, Errand errand) {
    bool const matters = errand.changes || errand.websocket || visit.who.by_cookie;
    if (!matters || visit.who.kind == Kind::board) return std::nullopt;
    if (visit.origin == OriginVerdict::foreign)
        return Refusal{403, "origin",
                       "Pages of another origin may not do this; if that page is yours, name it in allowed_origins."};
    bool const needs_one = visit.who.by_cookie && (errand.changes || errand.websocket);
    if (visit.origin == OriginVerdict::absent && needs_one)
        return Refusal{403, "origin", "With a session this needs an Origin header; without a browser use a token."};
    return std::nullopt;
}

} // namespace

std::optional<Refusal> refuse(Visit const& visit, Door door, Errand errand) {
    bool const is_boards = door == Door::own || visit.who.kind == Kind::board;
    bool const is_named = visit.host_allowed || (visit.is_nameless && !errand.changes && !errand.websocket);
    if (!is_named && !is_boards) return refuse_host(visit);
    if (door == Door::own) return std::nullopt;
    if (door != Door::open)
        if (auto refusal = refuse_role(visit, door)) return refusal;
    return refuse_origin(visit, errand);
}

} // namespace watchpost::auth
