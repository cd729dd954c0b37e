#include <watchpost/simulator/process.hpp>

#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <utility>

namespace watchpost::sim {
namespace {

constexpr auto kPatience = std::chrono::seconds(3);

std::string simulator_program() {
    std::error_code error;
    auto const self = std::filesystem::read_symlink("/proc/self/exe", error);
    return self.parent_path().parent_path() / "libexec/watchpost/simulator";
}

Error cannot_start(std::string const& program, int error) {
    auto const reason = std::string(std::strerror(error));
    if (error == ENOENT)
        return Error{"the simulator is not installed (" + program + "); its package is watchpost-simulator"};
    return Error{"cannot start the simulator, " + program + ": " + reason};
}

/// The arguments as the system wants them, which live as long as `words`.
std::vector<char*> pointers_to(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (auto& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
}

/// Without our descriptors (Asio's stay open in a child, and a listening one would keep its port), and in a process
/// group of its own, which the terminal sends no signals to.
Result<pid_t> spawn_simulator(std::vector<std::string> arguments) {
    auto const program = simulator_program();
    arguments.insert(arguments.begin(), program);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    pid_t id = 0;
    int const error = posix_spawn(&id, program.c_str(), &actions, &attributes, pointers_to(arguments).data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) return cannot_start(program, error);
    return id;
}

/// Waits for it.
ProcessEnd end_of(pid_t id) {
    int status = 0;
    waitpid(id, &status, 0);
    if (WIFSIGNALED(status)) return {1, WTERMSIG(status)};
    return {WEXITSTATUS(status), 0};
}

} // namespace

Error become_simulator(std::vector<std::string> const& arguments) {
    auto const program = simulator_program();
    auto words = arguments;
    words.insert(words.begin(), program);
    execv(program.c_str(), pointers_to(words).data());
    return cannot_start(program, errno);
}

Result<int> check_simulator(std::vector<std::string> arguments) {
    arguments.emplace_back("--check");
    auto const spawned = spawn_simulator(std::move(arguments));
    if (!spawned) return spawned.error();
    return end_of(*spawned).status;
}

SimulatorProcess::SimulatorProcess(boost::asio::io_context& loop)
    : end_(loop)
    , patience_(loop) {}

SimulatorProcess::~SimulatorProcess() {
    if (id_ == 0) return;
    kill(id_, SIGTERM);
    waitpid(id_, nullptr, 0);
}

std::optional<Error> SimulatorProcess::start(std::vector<std::string> arguments,
                                             std::function<void(ProcessEnd)> failed) {
    arguments.push_back("--parent=" + std::to_string(getpid()));
    auto const spawned = spawn_simulator(std::move(arguments));
    if (!spawned) return spawned.error();
    id_ = *spawned;
    failed_ = std::move(failed);
    int const descriptor = static_cast<int>(syscall(SYS_pidfd_open, id_, 0));
    if (descriptor < 0) return cannot_start(simulator_program(), errno);
    end_.assign(descriptor);
    wait_for_end();
    return std::nullopt;
}

void SimulatorProcess::wait_for_end() {
    end_.async_wait(end_.wait_read, [this](boost::system::error_code error) {
        if (!error) reap();
    });
}

void SimulatorProcess::reap() {
    auto const end = end_of(std::exchange(id_, 0));
    boost::system::error_code ignored;
    end_.close(ignored);
    patience_.cancel();
    if (!is_stopping_ && end.status != 0) failed_(end);
}

void SimulatorProcess::stop() {
    if (id_ == 0 || std::exchange(is_stopping_, true)) return;
    kill(id_, SIGTERM);
    patience_.expires_after(kPatience);
    patience_.async_wait([this](boost::system::error_code error) {
        if (!error && id_ != 0) kill(id_, SIGKILL);
    });
}

} // namespace watchpost::sim
