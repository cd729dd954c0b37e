#pragma once

#include "eventually.hpp"
#include "http_client.hpp"

#include <string>

namespace watchpost::test {

/// The value of one line of `/metrics`, named as it stands there, labels and all; 0 when there is no such line.
inline double metric(unsigned short port, std::string const& name) {
    auto const page = "\n" + http_get(port, "/metrics").body;
    auto const line = page.find("\n" + name + " ");
    return line == std::string::npos ? 0 : std::stod(page.substr(line + name.size() + 2));
}

} // namespace watchpost::test
