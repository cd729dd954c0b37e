#pragma once

#include <watchpost/auth/secrets.hpp>
#include <watchpost/hub/audit_trail.hpp>

namespace watchpost::app {

/// What changed between two states of the secrets, as deeds: `watchpost token` and `watchpost passwd` run beside the
/// daemon, which sees what they did in the file. So the author is whoever may write to it.
void note_changes(hub::AuditTrail& trail, auth::Secrets const& before, auth::Secrets const& after);

} // namespace watchpost::app
