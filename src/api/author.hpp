#pragma once

#include <watchpost/auth/doorkeeper.hpp>
#include <watchpost/hub/hub.hpp>
#include <watchpost/net/http_message.hpp>

namespace watchpost::api {

/// Who asks, for the audit trail.
inline Author author_of(net::Request const& request) {
    auto endpoint = request.method + " " + request.path;
    return request.visit ? auth::author_of(request.visit->who, std::move(endpoint))
                         : Author{"nobody", {}, {}, std::move(endpoint)};
}

/// What became of something that the disk has to keep.
inline void note(hub::AuditTrail& trail, Author const& author, char const* what, std::string const& target,
                 std::optional<Error> const& failure) {
    trail.note({author, what, target, {}, failure ? "failed" : "done", failure ? failure->message : ""});
}

} // namespace watchpost::api
