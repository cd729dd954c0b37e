#pragma once

#include <watchpost/auth/doorkeeper.hpp>
#include <watchpost/auth/local_bypass.hpp>

#include <string_view>
#include <vector>

namespace watchpost::auth {

/// Of every header with this name, in order. The views point into `headers`.
std::vector<std::string_view> values_of(HeaderList headers, std::string_view name);

/// What SECURITY rule 1 goes by; `way` is how the request came.
PeerFacts facts_of(Knock const& knock, Forwarding const& way, bool behind_proxy);

/// HTTP/1.0 without Host, from somebody who shows no browser.
bool is_nameless(Knock const& knock);

/// Every browser does, also where it names no page: no page can change these headers.
bool calls_itself_browser(HeaderList const& headers);

} // namespace watchpost::auth
