#include <watchpost/auth/secrets_file.hpp>
#include <watchpost/core/descriptor.hpp>
#include <watchpost/core/shell_word.hpp>
#include <watchpost/disk/atomic_file.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

namespace watchpost::auth {
namespace {

constexpr std::size_t kLargestFile = 1024 * 1024;
constexpr mode_t kOthers = 0077;
constexpr mode_t kOwnerOnly = 0600;

Error cannot(std::string const& what, std::filesystem::path const& path) {
    return {path.string() + " cannot be " + what + ": " + std::generic_category().message(errno)};
}

} // namespace

Result<Secrets> load_secrets(std::filesystem::path const& path) {
    struct stat facts {};
    if (::lstat(path.c_str(), &facts) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) return Secrets{};
        return cannot("read", path);
    }
    if (S_ISREG(facts.st_mode) && (facts.st_mode & kOthers) != 0)
        return Error{path.string() + " holds secrets and can be read by others than its owner; run: chmod 600 " +
                     shell_word(path)};
    auto const text = disk::read_file(path, kLargestFile);
    if (!text) return text.error();
    auto secrets = read_secrets(*text);
    if (!secrets) return Error{path.string() + " cannot be understood: " + secrets.error().message};
    return secrets;
}

Result<Secrets> load_existing_secrets(std::filesystem::path const& path) {
    struct stat facts {};
    if (::lstat(path.c_str(), &facts) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return Error{path.string() + " is not there"};
    return load_secrets(path);
}

std::optional<Error> change_secrets(std::filesystem::path const& path,
                                    std::function<std::optional<Error>(Secrets&)> const& change) {
    auto const folder = path.parent_path();
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return Error{folder.string() + " cannot be made: " + error.message()};
    Descriptor const lock{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    struct stat owner {};
    if (lock.value() < 0 || ::fstat(lock.value(), &owner) != 0 || ::flock(lock.value(), LOCK_EX) != 0)
        return cannot("opened", folder);
    auto secrets = load_secrets(path);
    if (!secrets) return secrets.error();
    if (auto refused = change(*secrets)) return refused;
    disk::FileAccess access;
    access.mode = kOwnerOnly;
    if (::geteuid() == 0) access.owner = {owner.st_uid, owner.st_gid};
    return disk::write_file_atomically(path, write_secrets(*secrets), access);
}

FileMark mark_of(std::filesystem::path const& path) {
    struct stat facts {};
    if (::lstat(path.c_str(), &facts) != 0) return {};
    constexpr std::int64_t second = 1'000'000'000;
    return {true, facts.st_ino, facts.st_mode, facts.st_size, facts.st_ctim.tv_sec * second + facts.st_ctim.tv_nsec};
}

} // namespace watchpost::auth
