#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace watchpost::test {

/// Open sockets that a process finds as those that systemd hands over (sd_listen_fds(3)).
struct HandOver {
    std::vector<int> descriptors;
    std::string names;                ///< with colons between them
    std::vector<std::string> instead; ///< variables that say something else than would be true
};

/// A process of ours, with its output, and what the daemon remembers, in files of its own. It is killed, by its own id,
/// when this goes away. `input` is what it finds on its standard input. A variable of `environment` without a "=" is
/// taken away; without another word local_access is "operator" there, wherever the test runs.
class Process {
public:
    Process(std::string const& program, std::vector<std::string> arguments,
            std::vector<std::string> const& environment = {}, std::string const& input = {},
            HandOver const& handed = {});
    Process(Process const&) = delete;
    Process& operator=(Process const&) = delete;
    ~Process();

    void signal(int number);
    /// The exit status, or 128 + the signal that ended it; nothing when it still runs after `limit`.
    std::optional<int> wait(std::chrono::milliseconds limit = std::chrono::seconds(20));
    bool is_running();
    pid_t id() const { return pid_; }
    std::string output() const; ///< standard output so far
    std::string log() const;    ///< standard error so far
    /// Waits until `part` stands in one of the two.
    bool wait_for_output(std::string const& part, std::chrono::milliseconds limit = std::chrono::seconds(20));
    /// Resident memory in bytes (VmRSS).
    std::size_t resident_bytes() const;

private:
    pid_t pid_ = -1;
    std::optional<int> status_;
    std::filesystem::path folder_;
};

/// The program that is tested: TESTED_WATCHPOST of the environment, or the one that was built with this test.
extern char const* const kWatchpost;

/// `watchpost serve --port 0` (`kWatchpost`), ready to be dialled; on another port when `arguments` name one.
class DaemonProcess : public Process {
public:
    explicit DaemonProcess(std::vector<std::string> arguments = {}, std::vector<std::string> const& environment = {},
                           std::string const& command = "serve", HandOver const& handed = {});
    unsigned short port() const { return port_; }

private:
    unsigned short port_ = 0;
};

} // namespace watchpost::test
