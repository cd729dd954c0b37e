#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace watchpost::test {

/// A file with this text and these permission bits, in a folder of its own; both go with the object.
class TemporaryFile {
public:
    explicit TemporaryFile(std::string_view text, mode_t mode = 0600, std::string const& name = "file.json") {
        std::string folder = (std::filesystem::temp_directory_path() / "watchpost-test-XXXXXX").string();
        if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("cannot make " + folder);
        path_ = std::filesystem::path(folder) / name;
        std::ofstream(path_, std::ios::binary) << text;
        if (::chmod(path_.c_str(), mode) != 0) throw std::runtime_error("cannot chmod " + path_.string());
    }
    ~TemporaryFile() {
        std::error_code ignored;
        std::filesystem::remove_all(path_.parent_path(), ignored);
    }
    TemporaryFile(TemporaryFile const&) = delete;
    TemporaryFile& operator=(TemporaryFile const&) = delete;

    std::filesystem::path const& path() const { return path_; }

private:
    std::filesystem::path path_;
};

} // namespace watchpost::test
