#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace watchpost::doctor {

struct Process {
    std::string id;
    std::string name; ///< its first 15 characters
};

/// Who listens on the TCP port; process 1 only where nobody else holds it too, since it keeps the sockets of services.
/// Nothing when nobody does, or only root may know.
std::optional<Process> holder_of(std::uint16_t port, std::filesystem::path const& proc);

} // namespace watchpost::doctor
