#pragma once

#include <watchpost/hub/audit_trail.hpp>

namespace watchpost::app {

/// Each line of the audit trail is a line of the log too, in the journal with fields.
class DeedLog final : private hub::DeedSubscriber {
public:
    /// `trail` lives longer.
    explicit DeedLog(hub::AuditTrail& trail)
        : news_(trail.subscribe(*this)) {}

private:
    void on_deed(Deed const& deed) override;

    Guard news_;
};

} // namespace watchpost::app
