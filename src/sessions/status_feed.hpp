#pragma once

#include <watchpost/core/outbox.hpp>
#include <watchpost/hub/hub.hpp>

namespace watchpost::sessions {

/// The `status` message, written once for all dashboards. Loop thread only.
class StatusFeed {
public:
    explicit StatusFeed(hub::Hub& hub)
        : hub_(hub) {}

    /// What is true now; at most a second old when nothing has changed.
    TextPtr text();
    std::uint64_t version() const { return hub_.board.version(); }

private:
    hub::Hub& hub_;
    TextPtr text_;
    std::uint64_t text_version_ = 0;
    SteadyTime written_{};
};

} // namespace watchpost::sessions
