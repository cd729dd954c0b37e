#pragma once

#include <watchpost/core/photo.hpp>
#include <watchpost/core/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace watchpost::archive {

/// The photos on the disk, one file each. Every call waits for the disk: never on the loop thread. One call at a time.
/// Requires ids that `read_photo_id` accepts; they have no '/' and so cannot lead out of the folder, and a symbolic
/// link in it is not followed.
class PhotoFolder {
public:
    explicit PhotoFolder(std::filesystem::path folder)
        : folder_(std::move(folder)) {}

    struct Found {
        std::vector<StoredPhoto> photos;
        bool is_all = false;          ///< of those that are there
        std::optional<Error> trouble; ///< why photos cannot be kept, or not all be found
    };
    /// Makes the folder if need be, removes what a crash left half written, and tells what is there. Other files are
    /// left alone.
    Found open();

    /// A photo is there as a whole or not at all, whenever the power fails.
    /// Answers the bytes that its file takes.
    Result<std::uint64_t> store(std::string const& id, Bytes const& jpeg);
    Result<std::string> load(std::string const& id);
    /// True when the folder is there and the photo is not.
    bool lacks(std::string const& id) const;
    /// Nothing when it is gone, or was already.
    std::optional<Error> remove(std::string const& id);

private:
    std::filesystem::path path_of(std::string const& id) const;

    std::filesystem::path folder_;
};

} // namespace watchpost::archive
