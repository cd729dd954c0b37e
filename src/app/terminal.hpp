#pragma once

#include <watchpost/core/result.hpp>

#include <string>

namespace watchpost::app {

/// One line of standard input, without its end. From a terminal it is asked for, twice, and not shown while it is
/// typed; an error when the two differ, or there is no line.
Result<std::string> read_secret_line(std::string const& what);

} // namespace watchpost::app
