#include "photo_folder.hpp"

#include "photo_name.hpp"

#include <watchpost/disk/atomic_file.hpp>
#include <watchpost/disk/folder.hpp>

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace watchpost::archive {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".jpg";
constexpr std::size_t kLargestPhoto = 16 * 1024 * 1024;

/// Nothing for what is not a photo of ours.
std::optional<StoredPhoto> read_entry(fs::directory_entry const& entry) {
    auto const name = entry.path().filename().string();
    std::error_code error;
    if (!name.ends_with(kSuffix) || entry.symlink_status(error).type() != fs::file_type::regular) return std::nullopt;
    auto photo = read_photo_id(std::string_view(name).substr(0, name.size() - kSuffix.size()));
    if (photo) photo->size = entry.file_size(error);
    return error ? std::nullopt : std::move(photo);
}

} // namespace

fs::path PhotoFolder::path_of(std::string const& id) const {
    return folder_ / (id + std::string(kSuffix));
}

PhotoFolder::Found PhotoFolder::open() {
    Found found;
    found.trouble = disk::make_folder(folder_);
    if (found.trouble) return found;
    std::error_code error;
    fs::directory_iterator entry{folder_, error};
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
        std::error_code ignored;
        if (entry->path().filename().string().ends_with(disk::kPartSuffix))
            fs::remove(entry->path(), ignored);
        else if (auto photo = read_entry(*entry))
            found.photos.push_back(std::move(*photo));
    }
    found.trouble =
        error ? Error{folder_.string() + " cannot be read: " + error.message()} : disk::check_writable(folder_);
    return found;
}

std::optional<Error> PhotoFolder::store(std::string const& id, Bytes const& jpeg) {
    return disk::write_file_atomically(path_of(id), {reinterpret_cast<char const*>(jpeg.data()), jpeg.size()});
}

Result<std::string> PhotoFolder::load(std::string const& id) {
    return disk::read_file(path_of(id), kLargestPhoto);
}

bool PhotoFolder::lacks(std::string const& id) const {
    std::error_code error;
    return fs::is_directory(folder_, error) &&
           fs::symlink_status(path_of(id), error).type() == fs::file_type::not_found;
}

std::optional<Error> PhotoFolder::remove(std::string const& id) {
    auto const path = path_of(id);
    if (::unlink(path.c_str()) == 0 || errno == ENOENT) return std::nullopt;
    return Error{path.string() + " cannot be removed: " + std::generic_category().message(errno)};
}

} // namespace watchpost::archive
