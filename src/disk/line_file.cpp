#include <watchpost/core/descriptor.hpp>
#include <watchpost/disk/line_file.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace watchpost::disk {
namespace {

Error because_of(std::filesystem::path const& path, int error) {
    return Error{path.string() + ": " + std::generic_category().message(error)};
}

/// Non-blocking, so that a FIFO of that name holds nobody up.
Descriptor open_line_file(std::filesystem::path const& path) {
    return Descriptor{::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600)};
}

bool has_open_line(int fd, off_t size) {
    char last = '\n';
    return size > 0 && ::pread(fd, &last, 1, size - 1) == 1 && last != '\n';
}

int append_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const count = ::write(fd, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return ::fdatasync(fd) == 0 ? 0 : errno;
}

} // namespace

std::optional<Error> append_lines(LineFile const& file, std::string_view lines) {
    for (bool is_fresh = false;; is_fresh = true) {
        auto const opened = open_line_file(file.path);
        struct stat facts {};
        if (opened.value() < 0 || ::fstat(opened.value(), &facts) != 0) return because_of(file.path, errno);
        if (!S_ISREG(facts.st_mode)) return Error{file.path.string() + " is no regular file"};
        bool const is_full = static_cast<std::uint64_t>(facts.st_size) + lines.size() > file.max_bytes;
        if (is_full && facts.st_size > 0 && !is_fresh) {
            if (::rename(file.path.c_str(), file.older.c_str()) != 0) return because_of(file.older, errno);
            continue;
        }
        auto const text = (has_open_line(opened.value(), facts.st_size) ? "\n" : "") + std::string(lines);
        int const error = append_all(opened.value(), text);
        if (error == 0) return std::nullopt;
        if (::ftruncate(opened.value(), facts.st_size) != 0) return because_of(file.path, errno);
        return because_of(file.path, error);
    }
}

} // namespace watchpost::disk
