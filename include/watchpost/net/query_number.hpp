#pragma once

#include <watchpost/core/result.hpp>
#include <watchpost/net/http_message.hpp>

#include <optional>

namespace watchpost::net {

/// The whole number `name` of the query; nothing when it is not there. The error is a sentence for the answer 400: it
/// tells the name, the value and what is allowed.
Result<std::optional<unsigned>> whole_number_of(Request const& request, char const* name, unsigned lowest,
                                                unsigned highest);

/// The same for a number that may have decimals, as `0.5`.
Result<std::optional<double>> decimal_of(Request const& request, char const* name, double lowest, double highest);

/// Frames a second at most: `?max_fps=0.1-60`. The time between two of them; nothing when it is not asked for.
Result<SteadyTime::duration> spacing_of(Request const& request);

} // namespace watchpost::net
