#pragma once

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string_view>

namespace watchpost::sim {

/// The whole of `text` as a finite decimal number.
std::optional<double> number_in(std::string_view text);

/// The number in `object[key]`; nothing when it is absent, not a number or outside `least` to `most`. Fractions are
/// cut.
std::optional<int> integer_at(nlohmann::json const& object, std::string_view key, int least, int most);

} // namespace watchpost::sim
