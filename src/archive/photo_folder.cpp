#include "photo_folder.hpp"

#include "photo_name.hpp"

#include <watchpost/disk/atomic_file.hpp>
#include <watchpost/disk/folder.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace watchpost::archive {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".jpg";
constexpr std::size_t kLargestPhoto = 16 * 1024 * 1024;

/// What a file takes of the disk. Some file systems know that only later, and say less than it has until then.
std::optional<std::uint64_t> allocated(fs::path const& path) {
    struct stat facts {};
    if (::lstat(path.c_str(), &facts) != 0) return std::nullopt;
    constexpr std::uint64_t unit = 512; // of st_blocks
    return std::max(static_cast<std::uint64_t>(facts.st_blocks) * unit, static_cast<std::uint64_t>(facts.st_size));
}

/// Nothing for what is not a photo of ours.
std::optional<StoredPhoto> read_entry(fs::directory_entry const& entry) {
    auto const name = entry.path().filename().string();
    std::error_code error;
    if (!name.ends_with(kSuffix) || entry.symlink_status(error).type() != fs::file_type::regular) return std::nullopt;
    auto photo = read_photo_id(std::string_view(name).substr(0, name.size() - kSuffix.size()));
    if (!photo) return std::nullopt;
    photo->size = entry.file_size(error);
    auto const taken = allocated(entry.path());
    if (error || !taken) return std::nullopt;
    photo->allocated = *taken;
    return photo;
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
    found.is_all = !error;
    found.trouble =
        error ? Error{folder_.string() + " cannot be read: " + error.message()} : disk::check_writable(folder_);
    return found;
}

Result<std::uint64_t> PhotoFolder::store(std::string const& id, Bytes const& jpeg) {
    auto const path = path_of(id);
    if (auto failure = disk::write_file_atomically(path, {reinterpret_cast<char const*>(jpeg.data()), jpeg.size()}))
        return std::move(*failure);
    return allocated(path).value_or(jpeg.size());
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
