#pragma once

#include <watchpost/core/result.hpp>

#include <filesystem>
#include <string>

namespace watchpost::net {

struct PemFile {
    std::string text;
    bool readable_by_everybody = false;
};

/// The whole of a regular file of at most 1 MiB. Waits for the disk. The error begins with the path.
Result<PemFile> read_pem_file(std::filesystem::path const& path);

} // namespace watchpost::net
