#pragma once

#include "http_client.hpp"

#include <chrono>
#include <string>

namespace watchpost::test {

/// The value of one line of `/metrics`, named as it stands there, labels and all; 0 when there is no such line.
inline double metric(unsigned short port, std::string const& name) {
    auto const page = "\n" + http_get(port, "/metrics").body;
    auto const line = page.find("\n" + name + " ");
    return line == std::string::npos ? 0 : std::stod(page.substr(line + name.size() + 2));
}

/// Asks until the answer is yes; false when it was not within 20 s.
template <class Question>
bool eventually(Question question) {
    auto const deadline = std::chrono::steady_clock::now() + WsClient::kPatience;
    do {
        if (question()) return true;
    } while (std::chrono::steady_clock::now() < deadline);
    return false;
}

} // namespace watchpost::test
