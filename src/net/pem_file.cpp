#include "pem_file.hpp"

#include <watchpost/core/descriptor.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

namespace watchpost::net {
namespace {

constexpr off_t kLargestFile = 1024 * 1024;

Error failed_call(std::filesystem::path const& path) {
    return {path.string() + ": cannot be read: " + std::generic_category().message(errno)};
}

} // namespace

Result<PemFile> read_pem_file(std::filesystem::path const& path) {
    // O_NONBLOCK: opening a FIFO must not hang.
    Descriptor const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (file.value() < 0) return failed_call(path);
    struct stat facts {};
    if (::fstat(file.value(), &facts) != 0) return failed_call(path);
    if (!S_ISREG(facts.st_mode) || facts.st_size > kLargestFile)
        return Error{path.string() + ": is not a regular file of at most 1 MiB; name a PEM file"};
    std::string text(static_cast<std::size_t>(facts.st_size), '\0');
    std::size_t have = 0;
    while (have < text.size()) {
        auto const got = ::read(file.value(), text.data() + have, text.size() - have);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failed_call(path);
        if (got == 0) break; // it has become shorter meanwhile
        have += static_cast<std::size_t>(got);
    }
    text.resize(have);
    return PemFile{std::move(text), (facts.st_mode & S_IROTH) != 0};
}

} // namespace watchpost::net
