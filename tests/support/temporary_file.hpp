#pragma once

#include "temporary_folder.hpp"

#include <sys/stat.h>

#include <string_view>

namespace watchpost::test {

/// A file with this text and these permission bits, in a folder of its own; both go with the object.
class TemporaryFile {
public:
    explicit TemporaryFile(std::string_view text, mode_t mode = 0600, std::string const& name = "file.json")
        : path_(folder_.path() / name) {
        write_text(path_, std::string(text));
        if (::chmod(path_.c_str(), mode) != 0) throw std::runtime_error("cannot chmod " + path_.string());
    }

    std::filesystem::path const& path() const { return path_; }

private:
    TemporaryFolder folder_;
    std::filesystem::path path_;
};

} // namespace watchpost::test
