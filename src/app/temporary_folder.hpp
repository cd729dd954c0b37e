#pragma once

#include <filesystem>
#include <optional>

namespace watchpost::app {

/// A folder below the system's temporary one, for this user only; it goes, with all in it, when this does.
class TemporaryFolder {
public:
    TemporaryFolder();
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;
    ~TemporaryFolder();

    /// Nothing when it could not be made.
    std::optional<std::filesystem::path> const& path() const { return path_; }

private:
    std::optional<std::filesystem::path> path_;
};

} // namespace watchpost::app
