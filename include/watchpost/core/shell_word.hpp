#pragma once

#include <filesystem>
#include <string>

namespace watchpost {

/// The path as a word for a POSIX shell.
std::string shell_word(std::filesystem::path const& path);

} // namespace watchpost
