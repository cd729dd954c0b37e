#pragma once

#include <watchpost/auth/doorkeeper.hpp>

#include <string_view>
#include <vector>

namespace watchpost::auth {

/// Of every header with this name, in order. The views point into `headers`.
std::vector<std::string_view> values_of(HeaderList headers, std::string_view name);

/// What SECURITY rule 1 says of the request; `way` is how it came.
bool is_local(Knock const& knock, Forwarding const& way, bool behind_proxy);

} // namespace watchpost::auth
