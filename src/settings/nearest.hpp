#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace watchpost::settings {

/// The candidate that `word` was probably meant to be, or an empty string when none is close.
std::string nearest(std::string_view word, std::vector<std::string> const& candidates);

/// " (did you mean X?)", or nothing.
std::string suggestion(std::string_view word, std::vector<std::string> const& candidates);

} // namespace watchpost::settings
