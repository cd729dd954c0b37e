#pragma once

#include <watchpost/core/frame.hpp>

#include <string>
#include <utility>
#include <vector>

namespace watchpost::net {

/// How old a picture is, for programs: `Age` in whole seconds (RFC 9111 section 5.1), `X-Age-Ms` in milliseconds, and
/// `X-Timestamp`, when it arrived here, in seconds since 1970.
std::vector<std::pair<std::string, std::string>> age_headers(Frame const& frame, SteadyTime now);

} // namespace watchpost::net
