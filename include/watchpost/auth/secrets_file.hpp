#pragma once

#include <watchpost/auth/secrets.hpp>

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

namespace watchpost::auth {

/// No secrets when there is no such file. An error, with the command to run, when anybody but its owner may read it;
/// and when it cannot be read or understood. Waits for the disk.
Result<Secrets> load_secrets(std::filesystem::path const& path);

/// The same for a file that has been there before: that it is gone is an error, because whoever replaces it, or mounts
/// what it is on, takes it away for a moment (SECURITY rule 38).
Result<Secrets> load_existing_secrets(std::filesystem::path const& path);

/// Loads, lets `change` work on it, and writes it, readable by its owner only: whole or not at all, and one such change
/// after the other, whoever makes them. Root gives the file to whom the folder belongs. An error of `change` leaves the
/// file as it was. Waits for the disk.
std::optional<Error> change_secrets(std::filesystem::path const& path,
                                    std::function<std::optional<Error>(Secrets&)> const& change);

/// Differs when the file was written, replaced, removed, or opened to others. Waits for the disk.
struct FileMark {
    bool exists = false;
    ino_t file = 0;
    mode_t mode = 0;
    std::int64_t size = 0;
    std::int64_t changed_ns = 0; ///< since 1970, of the inode
    bool operator==(FileMark const&) const = default;
};
FileMark mark_of(std::filesystem::path const& path);

} // namespace watchpost::auth
