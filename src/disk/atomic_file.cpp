#include <watchpost/core/descriptor.hpp>
#include <watchpost/disk/atomic_file.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace watchpost::disk {
namespace {

Error cannot(std::string const& what, std::filesystem::path const& path) {
    return {path.string() + " cannot be " + what + ": " + std::generic_category().message(errno)};
}

bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(file) == 0;
}

} // namespace

std::optional<Error> write_file_atomically(std::filesystem::path const& path, std::string_view bytes,
                                           FileAccess const& access) {
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    if (error) return Error{path.parent_path().string() + " cannot be made: " + error.message()};
    Descriptor const folder{::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (folder.value() < 0) return cannot("opened", path.parent_path());
    auto const name = path.filename().string();
    auto const part = name + std::string(kPartSuffix);
    ::unlinkat(folder.value(), part.c_str(), 0); // what a crash left
    Descriptor const file{::openat(folder.value(), part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, access.mode)};
    bool const is_made =
        file.value() >= 0 && (!access.owner || ::fchown(file.value(), access.owner->first, access.owner->second) == 0);
    if (!is_made) return cannot("written", path);
    if (!write_all(file.value(), bytes) ||
        ::renameat(folder.value(), part.c_str(), folder.value(), name.c_str()) != 0) {
        auto const failure = cannot("written", path);
        ::unlinkat(folder.value(), part.c_str(), 0);
        return failure;
    }
    if (::fsync(folder.value()) != 0) return cannot("written", path.parent_path());
    return std::nullopt;
}

Result<std::string> read_file(std::filesystem::path const& path, std::size_t max_bytes) {
    // O_NONBLOCK: a FIFO must not hang us.
    Descriptor const file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)};
    struct stat facts {};
    if (file.value() < 0 || ::fstat(file.value(), &facts) != 0) return cannot("read", path);
    if (!S_ISREG(facts.st_mode)) return Error{path.string() + " cannot be read: it is not a regular file"};
    std::string bytes;
    std::array<char, 65536> some{};
    while (bytes.size() <= max_bytes) {
        auto const got = ::read(file.value(), some.data(), some.size());
        if (got == 0) return bytes;
        if (got < 0 && errno != EINTR) return cannot("read", path);
        if (got > 0) bytes.append(some.data(), static_cast<std::size_t>(got));
    }
    return Error{path.string() + " cannot be read: it is larger than " + std::to_string(max_bytes) + " bytes"};
}

Error without_place(Error error, std::filesystem::path const& data_dir) {
    auto const folder = data_dir.string();
    auto const at = folder.empty() ? std::string::npos : error.message.find(folder);
    if (at == std::string::npos) return error;
    bool const is_below = error.message[at + folder.size()] == '/';
    error.message.replace(at, folder.size() + (is_below ? 1 : 0), is_below ? "" : "the data directory");
    return error;
}

} // namespace watchpost::disk
