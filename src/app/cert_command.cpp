#include <watchpost/app/commands.hpp>
#include <watchpost/core/descriptor.hpp>
#include <watchpost/core/result.hpp>
#include <watchpost/net/self_signed.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <iostream>
#include <optional>
#include <string_view>
#include <system_error>

namespace watchpost::app {
namespace {

constexpr mode_t kForEverybody = 0644;
constexpr mode_t kForTheOwner = 0600;

/// Under which this machine reaches itself, and others reach it in a small network.
std::vector<std::string> names_of_this_machine() {
    std::vector<std::string> names;
    std::array<char, 256> text{};
    if (::gethostname(text.data(), text.size() - 1) == 0 && text[0] != '\0') {
        std::string const host = text.data();
        names.push_back(host);
        if (host.find('.') == std::string::npos) names.push_back(host + ".local");
    }
    names.insert(names.end(), {"localhost", "127.0.0.1", "::1"});
    return names;
}

/// Writes a file that was not there before, or leaves none.
std::optional<Error> write_new(std::filesystem::path const& path, std::string_view bytes, mode_t mode) {
    auto const failed = [&path] { return Error{path.string() + ": " + std::generic_category().message(errno)}; };
    Descriptor const file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)};
    if (file.value() < 0 && errno == EEXIST)
        return Error{path.string() + " is there already; move it away, or name another folder with --out"};
    if (file.value() < 0) return failed();
    while (!bytes.empty()) {
        auto const count = ::write(file.value(), bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            auto const error = failed();
            ::unlink(path.c_str());
            return error;
        }
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return std::nullopt;
}

std::optional<Error> write_both(CertOptions const& options, net::SelfSigned const& made) {
    std::error_code error;
    std::filesystem::create_directories(options.folder, error);
    if (error) return Error{options.folder.string() + ": " + error.message()};
    auto const key = options.folder / "key.pem";
    if (auto problem = write_new(key, made.key, kForTheOwner)) return problem;
    auto problem = write_new(options.folder / "cert.pem", made.certificate, kForEverybody);
    if (problem) std::filesystem::remove(key, error);
    return problem;
}

} // namespace

int make_certificate(CertOptions const& options) {
    auto const made = net::make_self_signed(options.names.empty() ? names_of_this_machine() : options.names);
    if (!made) {
        std::cerr << "watchpost: --name: " << made.error().message << std::endl;
        return exit_status::kUsage;
    }
    if (auto const problem = write_both(options, *made)) {
        std::cerr << "watchpost: " << problem->message << std::endl;
        return exit_status::kFailed;
    }
    std::error_code error;
    auto const folder = std::filesystem::absolute(options.folder, error);
    std::cout << "\"tls\": {\"certificate\": " << folder / "cert.pem"
              << ", \"key\": " << folder / "key.pem"
              << "}" << std::endl;
    return exit_status::kDone;
}

} // namespace watchpost::app
