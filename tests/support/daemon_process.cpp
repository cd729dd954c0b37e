#include "daemon_process.hpp"

#include "eventually.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace watchpost::test {
namespace {

std::string contents(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void send_output_to(std::filesystem::path const& path, int descriptor) {
    int const fd = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(fd, descriptor);
    close(fd);
}

/// In the child: the descriptors become 3, 4 and so on, and the environment says so.
void hand_over(HandOver const& handed) {
    if (handed.descriptors.empty() && handed.instead.empty()) return;
    constexpr int first = 3;
    constexpr int out_of_the_way = 100;
    std::vector<int> copies;
    for (int const fd : handed.descriptors)
        copies.push_back(fcntl(fd, F_DUPFD_CLOEXEC, out_of_the_way));
    for (std::size_t i = 0; i < copies.size(); ++i)
        dup2(copies[i], first + static_cast<int>(i));
    setenv("LISTEN_FDS", std::to_string(copies.size()).c_str(), 1);
    setenv("LISTEN_PID", std::to_string(getpid()).c_str(), 1);
    if (!handed.names.empty()) setenv("LISTEN_FDNAMES", handed.names.c_str(), 1);
    for (auto const& variable : handed.instead)
        putenv(const_cast<char*>(variable.c_str()));
}

/// Waits until the process ends or the time is over, without a signal handler.
bool ends_within(pid_t pid, std::chrono::milliseconds limit) {
    int const fd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
    if (fd < 0) return true;
    pollfd watched{fd, POLLIN, 0};
    bool const ended = poll(&watched, 1, static_cast<int>(limit.count())) > 0;
    close(fd);
    return ended;
}

} // namespace

Process::Process(std::string const& program, std::vector<std::string> arguments,
                 std::vector<std::string> const& environment, std::string const& input, HandOver const& handed) {
    std::string folder = (std::filesystem::temp_directory_path() / "watchpost-test-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = folder;
    arguments.insert(arguments.begin(), program);
    std::vector<char*> argv;
    for (auto& argument : arguments)
        argv.push_back(argument.data());
    argv.push_back(nullptr);
    std::ofstream(folder_ / "in", std::ios::binary) << input;
    auto data_dir = "WATCHPOST_DATA_DIR=" + (folder_ / "data").string();
    std::string local_access = "WATCHPOST_LOCAL_ACCESS=operator";
    pid_ = fork();
    if (pid_ != 0) return;
    putenv(data_dir.data());
    // What it would be by default depends on the machine of the test.
    putenv(local_access.data());
    for (auto const& variable : environment)
        putenv(const_cast<char*>(variable.c_str()));
    int const in = open((folder_ / "in").c_str(), O_RDONLY);
    dup2(in, STDIN_FILENO);
    close(in);
    send_output_to(folder_ / "out", STDOUT_FILENO);
    send_output_to(folder_ / "err", STDERR_FILENO);
    hand_over(handed);
    execv(program.c_str(), argv.data());
    _exit(127);
}

Process::~Process() {
    if (!status_) {
        kill(pid_, SIGKILL);
        kill(pid_, SIGCONT);
        wait();
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void Process::signal(int number) {
    if (!status_) kill(pid_, number);
}

std::optional<int> Process::wait(std::chrono::milliseconds limit) {
    if (status_) return status_;
    if (!ends_within(pid_, limit)) return std::nullopt;
    int status = 0;
    waitpid(pid_, &status, 0);
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return status_;
}

bool Process::is_running() {
    return !wait(std::chrono::milliseconds(0));
}

std::string Process::output() const {
    return contents(folder_ / "out");
}

std::string Process::log() const {
    return contents(folder_ / "err");
}

bool Process::wait_for_output(std::string const& part, std::chrono::milliseconds limit) {
    auto const deadline = std::chrono::steady_clock::now() + limit;
    for (;;) {
        if ((output() + log()).find(part) != std::string::npos) return true;
        auto const left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0) return false;
        // Looks again as soon as the process ends, else soon.
        if (!is_running() || ends_within(pid_, std::min(left, std::chrono::milliseconds(10))))
            return (output() + log()).find(part) != std::string::npos;
    }
}

std::size_t Process::resident_bytes() const {
    std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
    std::string line;
    while (std::getline(status, line))
        if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6)) * 1024;
    return 0;
}

char const* const kWatchpost = [] {
    char const* const other = std::getenv("TESTED_WATCHPOST");
    return other != nullptr ? other : WATCHPOST_BINARY;
}();

DaemonProcess::DaemonProcess(std::vector<std::string> arguments, std::vector<std::string> const& environment,
                             std::string const& command, HandOver const& handed)
    : Process(
          kWatchpost,
          [&] {
              if (std::find(arguments.begin(), arguments.end(), "--port") == arguments.end())
                  arguments.insert(arguments.begin(), {"--port", "0"});
              arguments.insert(arguments.begin(), command);
              return arguments;
          }(),
          environment, {}, handed) {
    if (!wait_for_output("listening on ")) throw std::runtime_error("the daemon did not start: " + log());
    std::string line;
    bool const is_whole = eventually([this, &line] {
        auto const text = output();
        auto const end = text.find('\n', text.find("listening on "));
        line = text.substr(0, end);
        return end != std::string::npos;
    });
    if (!is_whole) throw std::runtime_error("the daemon does not say where it listens: " + log());
    port_ = static_cast<unsigned short>(std::stoi(line.substr(line.rfind(':') + 1)));
}

} // namespace watchpost::test
