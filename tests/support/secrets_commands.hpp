#pragma once

#include "daemon_process.hpp"

#include <stdexcept>

namespace watchpost::test {

/// What an administrator types, for a daemon with this data directory. Answers what was printed.
inline std::string administer(std::filesystem::path const& data_dir, std::vector<std::string> const& arguments,
                              std::string const& input = {}) {
    Process command{kWatchpost, arguments, {"WATCHPOST_DATA_DIR=" + data_dir.string()}, input};
    if (command.wait() != 0) throw std::runtime_error(arguments.front() + " failed: " + command.log());
    return command.output();
}

inline constexpr auto kAnnasPassword = "a good password";

/// The operator anna may come in from elsewhere.
inline void set_annas_password(std::filesystem::path const& data_dir) {
    administer(data_dir, {"passwd", "anna", "--role", "operator"}, std::string(kAnnasPassword) + "\n");
}

} // namespace watchpost::test
