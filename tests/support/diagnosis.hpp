#pragma once

#include "daemon_api.hpp"
#include "eventually.hpp"

#include <gtest/gtest.h>

#include <string>

namespace watchpost::test {

inline nlohmann::json diagnosis(unsigned short port, std::string const& id) {
    return get_json(port, "/api/v1/devices/" + id + "/diagnosis");
}

/// The code of the gravest finding; empty when there is none.
inline std::string first_finding(unsigned short port, std::string const& id) {
    auto const told = diagnosis(port, id);
    auto const& findings = told.at("findings");
    return findings.empty() ? "" : findings.front().at("code").get<std::string>();
}

/// Waits for it, because the daemon reads what boards say when it comes.
inline void expect_first_finding(unsigned short port, std::string const& id, std::string const& code) {
    EXPECT_TRUE(eventually([&] { return first_finding(port, id) == code; }, std::chrono::seconds(10)))
        << diagnosis(port, id).dump(1);
}

} // namespace watchpost::test
