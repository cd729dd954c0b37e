#pragma once

#include <watchpost/core/result.hpp>

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace watchpost::disk {

/// The end of the name of a file that is not whole yet; after a crash there may be such a file, and it may be removed.
inline constexpr std::string_view kPartSuffix = ".part";

/// Who may read a file that is made.
struct FileAccess {
    mode_t mode = 0640;
    std::optional<std::pair<uid_t, gid_t>> owner{}; ///< another than who runs us
};

/// Makes `path`, or replaces it: whenever the power fails, the old bytes are there, or the new ones, as a whole
/// (SECURITY rule 26). Its folders are made if need be. A symbolic link at `path` is replaced, not followed. Waits for
/// the disk.
std::optional<Error> write_file_atomically(std::filesystem::path const& path, std::string_view bytes,
                                           FileAccess const& access = {});

/// All of a regular file of at most `max_bytes`. Waits for the disk.
Result<std::string> read_file(std::filesystem::path const& path, std::size_t max_bytes);

/// The same for people who shall not learn where `data_dir` is: that is for the log.
Error without_place(Error error, std::filesystem::path const& data_dir);

} // namespace watchpost::disk
