#pragma once

#include <watchpost/core/result.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace watchpost::disk {

/// A file that grows line by line, and the one before it.
struct LineFile {
    std::filesystem::path path;
    std::filesystem::path older;       ///< what `path` becomes when it is full; the one that was there goes
    std::uint64_t max_bytes = 8 << 20; ///< of each
};

/// Adds `lines`, each with its end, and makes sure that they are on the disk. A line that a crash left without its end
/// is ended first; after a failure nothing of `lines` is there. Only their owner may read the files (0600). Whatever is
/// no regular file is left alone, links too. Waits for the disk.
std::optional<Error> append_lines(LineFile const& file, std::string_view lines);

} // namespace watchpost::disk
