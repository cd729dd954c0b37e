#pragma once

#include <watchpost/app/commands.hpp>
#include <watchpost/logging/logging.hpp>

#include <string>

namespace watchpost::app {

/// Says what went wrong, in one line on standard error, and answers `status`.
inline int complain(std::string const& message, int status) {
    print_error("watchpost: " + message + "\n");
    return status;
}

} // namespace watchpost::app
