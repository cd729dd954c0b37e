#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace watchpost::settings {

/// The number, when it is a JSON integer within the range. A fraction, `3.0`, `true` and "3" are not.
std::optional<std::int64_t> whole_number(nlohmann::json const& value, std::int64_t least, std::int64_t most);

/// The text, when it is a JSON string without a NUL in it.
std::optional<std::string> plain_text(nlohmann::json const& value);

/// How a value is shown to the reader of an error: scalars as JSON, shortened; of lists and objects only that they are
/// one.
std::string shown(nlohmann::json const& value);

/// A name in quotation marks, shortened, with everything escaped that would drive a terminal or turn the direction of
/// writing.
std::string in_quotes(std::string_view name);

} // namespace watchpost::settings
