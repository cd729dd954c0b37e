#pragma once

#include <watchpost/app/commands.hpp>

#include <iostream>
#include <string>

namespace watchpost::app {

/// Says what went wrong, in one line on standard error, and answers `status`.
inline int complain(std::string const& message, int status) {
    std::cerr << "watchpost: " << message << std::endl;
    return status;
}

} // namespace watchpost::app
