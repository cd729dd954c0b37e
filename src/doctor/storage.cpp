#include "checks.hpp"
#include "service_eyes.hpp"

#include <watchpost/core/shell_word.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace watchpost::doctor {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMebibyte = 1024 * 1024;
constexpr std::uint64_t kTooLittle = 16 * kMebibyte; ///< some photos, and a file to put in another's place

/// The folder itself, or where it will be made.
fs::path nearest_existing(fs::path folder) {
    std::error_code error;
    while (!fs::exists(folder, error) && folder.has_relative_path())
        folder = folder.parent_path();
    return folder;
}

std::uint64_t bytes_below(fs::path const& folder) {
    std::uint64_t bytes = 0;
    std::error_code error;
    for (auto at = fs::recursive_directory_iterator(folder, error); !error && at != fs::recursive_directory_iterator();
         at.increment(error)) {
        std::error_code gone;
        auto const size = at->is_regular_file(gone) ? at->file_size(gone) : 0;
        if (!gone) bytes += size;
    }
    return bytes;
}

std::string in_mebibytes(std::uint64_t bytes) {
    return std::to_string(bytes / kMebibyte) + " MiB";
}

} // namespace

Findings check_data_folder(settings::Settings const& settings, Machine const& machine) {
    ServiceEyes const eyes(machine.account);
    std::string const thing = "data directory";
    auto const folder = nearest_existing(settings.data_dir);
    bool const is_there = folder == settings.data_dir;
    if (::faccessat(AT_FDCWD, folder.c_str(), R_OK | W_OK | X_OK, AT_EACCESS) != 0) {
        auto const why = std::generic_category().message(errno);
        auto const command = is_there ? "chown " + machine.account + ": "
                                      : "install -d -m 750 -o " + machine.account + " -g " + machine.account + " ";
        return {{Grade::fail, thing, folder.string() + " cannot be written: " + why,
                 "run: " + command + shell_word(settings.data_dir)}};
    }
    return {{Grade::ok, thing, settings.data_dir.string() + (is_there ? " can be written" : " can be made")}};
}

Findings check_free_space(settings::Settings const& settings, Machine const& machine) {
    ServiceEyes const eyes(machine.account);
    std::string const thing = "free space";
    std::error_code error;
    auto const space = fs::space(nearest_existing(settings.data_dir), error);
    if (error) return {{Grade::warn, thing, "is not known: " + error.message()}};
    auto const used = bytes_below(settings.data_dir / "photos");
    auto const most = settings.photos.max_bytes;
    auto const wanted = most > used ? most - used : 0;
    auto const seen = in_mebibytes(space.available) + " are free for " + settings.data_dir.string() +
                      ", and photos may take " + in_mebibytes(wanted) + " more";
    if (space.available < kTooLittle) return {{Grade::fail, thing, seen, "make room"}};
    if (space.available < wanted) return {{Grade::warn, thing, seen, "make room, or lower \"photos.max_bytes\""}};
    return {{Grade::ok, thing, seen}};
}

} // namespace watchpost::doctor
