#pragma once

#include <watchpost/core/result.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// The simulator is a program of its own, `../libexec/watchpost/simulator` from the folder of this one, since it draws
/// pictures with libraries that a daemon does without. Debian has it in the package watchpost-simulator.
namespace watchpost::sim {

/// Becomes the simulator, with this process's id and descriptors. Comes back only when that does not work.
Error become_simulator(std::vector<std::string> const& arguments);

/// The exit status of the simulator when it only looks at its arguments, and says what is wrong with them: 0 or 2.
/// Waits for it, a good part of a second.
Result<int> check_simulator(std::vector<std::string> arguments);

/// How a process ended.
struct ProcessEnd {
    int status = 0; ///< 1 when a signal ended it
    int signal = 0; ///< 0 when none did
};

/// The simulator beside the daemon, joined to it by nothing but sockets. Everything happens on the `io_context`, which
/// outlives this.
class SimulatorProcess {
public:
    explicit SimulatorProcess(boost::asio::io_context& loop);
    SimulatorProcess(SimulatorProcess const&) = delete;
    SimulatorProcess& operator=(SimulatorProcess const&) = delete;
    /// Ends it, and waits for that.
    ~SimulatorProcess();

    /// Once. The simulator ends when the calling thread does, however that comes; signals of the terminal do not reach
    /// it. `failed` is called when it ends before `stop()` with another status than 0.
    std::optional<Error> start(std::vector<std::string> arguments, std::function<void(ProcessEnd)> failed);

    /// Its boards say goodbye, and it is gone within 3 s; the loop has work until then. May be called again, and
    /// without a start.
    void stop();

private:
    void wait_for_end();
    void reap();

    boost::asio::posix::stream_descriptor end_; ///< readable once the process has ended (pidfd_open(2))
    boost::asio::steady_timer patience_;
    std::function<void(ProcessEnd)> failed_;
    pid_t id_ = 0; ///< 0: not there
    bool is_stopping_ = false;
};

} // namespace watchpost::sim
