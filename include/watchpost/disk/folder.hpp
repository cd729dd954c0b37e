#pragma once

#include <watchpost/core/result.hpp>

#include <filesystem>
#include <optional>

namespace watchpost::disk {

/// Makes the folder, and those above it, where they are not there. Waits for the disk.
std::optional<Error> make_folder(std::filesystem::path const& folder);

/// Why whom we are in effect may not write there; nothing when all is well. Waits for the disk.
std::optional<Error> check_writable(std::filesystem::path const& folder);

} // namespace watchpost::disk
