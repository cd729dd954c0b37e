#pragma once

#include <watchpost/api/api.hpp>

namespace watchpost::api {

/// application/health+json. A camera that is away is a warning; only a daemon that cannot work fails.
/// Only who is admitted learns which boards there are.
net::Response health(Sources const& sources, bool admitted);

/// The same for who is not admitted: it is put together once a second at most, however often strangers ask, because
/// that takes a look at every board.
class HealthForStrangers {
public:
    net::Response answer(Sources const& sources);

private:
    std::optional<net::Response> made_;
    SteadyTime made_at_{};
    bool was_listening_ = false;
    bool was_stopping_ = false;
};

/// Whether the loop turns: everyone with deadlines is called all the time.
net::Response livez(Sources const& sources);

net::Response readyz(Sources const& sources);

} // namespace watchpost::api
