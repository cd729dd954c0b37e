// Simulated boards that dial in to a daemon. People start it as `watchpost simulate` or `watchpost demo`.

#include "simulation.hpp"

#include <watchpost/logging/logging.hpp>
#include <watchpost/simulator/options.hpp>

#include <CLI/CLI.hpp>
#include <boost/asio/signal_set.hpp>
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <map>
#include <string>

namespace {

using namespace watchpost;

// Exit statuses, as those of the daemon's commands.
constexpr int kDone = 0;
constexpr int kUsage = 2;

std::map<std::string, settings::LogLevel> const kLogLevels{{"trace", settings::LogLevel::trace},
                                                           {"debug", settings::LogLevel::debug},
                                                           {"info", settings::LogLevel::info},
                                                           {"warn", settings::LogLevel::warn},
                                                           {"error", settings::LogLevel::error}};

int complain(std::string const& message, int status) {
    print_error("watchpost: " + message + "\n");
    return status;
}

/// From now on this process is asked to end when `parent` has ended. False when that is so already.
bool end_with(pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    return getppid() == parent;
}

int simulate(sim::SimulationOptions boards, bool only_check) {
    if (!boards.token_file.empty()) {
        std::ifstream file(boards.token_file);
        if (!std::getline(file, boards.token))
            return complain("--token-file: cannot read a line from " + boards.token_file.string(), kUsage);
    }
    boost::asio::io_context loop{1};
    auto const simulation = sim::make_simulation(loop, std::move(boards));
    if (!simulation) return complain(simulation.error().message, kUsage);
    if (only_check) return kDone;
    boost::asio::signal_set signals(loop, SIGTERM, SIGINT);
    signals.async_wait([&](boost::system::error_code error, int) {
        if (error) return;
        boost::system::error_code ignored;
        signals.clear(ignored); // a second one kills
        (*simulation)->stop();
    });
    (*simulation)->start();
    loop.run();
    return kDone;
}

} // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    CLI::App command{
        "Simulated boards dial in to a watchpost daemon; started by watchpost simulate and watchpost demo."};
    command.set_version_flag("--version", "watchpost " WATCHPOST_VERSION);
    sim::SimulationOptions boards;
    sim::add_dialling_options(command, boards);
    sim::add_board_options(command, boards);
    pid_t parent = 0;
    command.add_option("--parent", parent, "End when this process, which has started us, does")->type_name("PID");
    std::string log_level = "info";
    command.add_option("--log-level", log_level, "How much is logged")->check(CLI::IsMember(kLogLevels));
    bool only_check = false;
    command.add_flag("--check", only_check, "Look at the options, and dial nobody");
    try {
        command.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        if (error.get_exit_code() == 0) return command.exit(error);
        return complain(std::string(error.what()) + "; see watchpost simulate --help", kUsage);
    }
    if (parent != 0 && !end_with(parent)) return kDone;
    auto const log = start_logging(kLogLevels.at(log_level));
    return simulate(std::move(boards), only_check);
}
