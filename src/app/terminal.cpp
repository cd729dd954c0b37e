#include "terminal.hpp"

#include <termios.h>
#include <unistd.h>

#include <iostream>
#include <optional>

namespace watchpost::app {
namespace {

/// What is typed is not shown while this lives.
class NoEcho {
public:
    NoEcho() {
        if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
        auto quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        is_quiet_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) == 0;
    }
    NoEcho(NoEcho const&) = delete;
    NoEcho& operator=(NoEcho const&) = delete;
    ~NoEcho() {
        if (is_quiet_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }

private:
    termios before_{};
    bool is_quiet_ = false;
};

std::optional<std::string> ask(std::string const& question) {
    std::cerr << question << ": " << std::flush;
    std::string line;
    bool const got = static_cast<bool>(std::getline(std::cin, line));
    std::cerr << std::endl;
    return got ? std::optional(std::move(line)) : std::nullopt;
}

} // namespace

Result<std::string> read_secret_line(std::string const& what) {
    Error const nothing{"no " + what + " came on standard input"};
    if (::isatty(STDIN_FILENO) == 0) {
        std::string line;
        if (!std::getline(std::cin, line)) return nothing;
        if (line.ends_with('\r')) line.pop_back();
        return line;
    }
    NoEcho const quiet;
    auto const first = ask("New " + what);
    auto const again = first ? ask("Once more") : std::nullopt;
    if (!again) return nothing;
    if (*first != *again) return Error{"the two are not the same; nothing was changed"};
    return *first;
}

} // namespace watchpost::app
