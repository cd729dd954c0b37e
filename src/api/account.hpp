#pragma once

#include <watchpost/api/api.hpp>

namespace watchpost::api {

/// `/api/v1/whoami`, `/api/v1/session`, `/api/v1/tickets` and `/login`: who one is, and how to be somebody.
void add_account_routes(net::Router& router, Sources const& sources);

} // namespace watchpost::api
