#include <watchpost/disk/folder.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace watchpost::disk {

std::optional<Error> make_folder(std::filesystem::path const& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (!error) return std::nullopt;
    return Error{folder.string() + " cannot be made: " + error.message()};
}

std::optional<Error> check_writable(std::filesystem::path const& folder) {
    if (::faccessat(AT_FDCWD, folder.c_str(), W_OK, AT_EACCESS) == 0) return std::nullopt;
    return Error{folder.string() + " cannot be written to: " + std::generic_category().message(errno)};
}

} // namespace watchpost::disk
