#pragma once

#include <watchpost/auth/identity.hpp>
#include <watchpost/auth/origin_rule.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace watchpost::auth {

/// Who may pass where.
enum class Door {
    open,    ///< anybody
    view,    ///< a role
    operate, ///< the role `operator_`
    upload,  ///< the role `operator_`, or a camera with its token
    own,     ///< the endpoint of boards decides itself
};

/// One request before a door: who, from where, under which name.
struct Visit {
    Identity who;
    OriginVerdict origin = OriginVerdict::absent;
    bool host_allowed = false;
    bool is_nameless = false; ///< HTTP/1.0 without Host, and no browser: it may read
    bool conflicting = false; ///< its Authorization headers contradict each other: it is nobody
    /// SECURITY rule 1 holds and local_access is "operator", whatever one credential was shown too.
    bool is_local = false;
    /// Nothing shows a proxy between this machine and us, and local_access is "operator": it is never shut out.
    bool at_machine = false;
    bool wrong_credential = false; ///< it showed one that is none, or not any more
    bool too_often = false;        ///< and others of its place before: it guesses
    PageShare share;               ///< whose pages the answer is for
};

/// What the request wants to be.
struct Errand {
    bool changes = false;   ///< its method is neither GET nor HEAD
    bool websocket = false; ///< an upgrade
};

struct Refusal {
    int status = 0;          ///< 401, 403 or 421
    std::string_view reason; ///< one of a small fixed set of words, for metrics
    std::string detail;      ///< a sentence for people
};

/// Nothing when the visit may pass (SECURITY rules 2 and 5 to 9). 401: we do not know you; 403: we do, and your role
/// does not do this, or the page that you came with is not allowed; 421: we do not go by the name that you asked for.
std::optional<Refusal> refuse(Visit const& visit, Door door, Errand errand);

} // namespace watchpost::auth
