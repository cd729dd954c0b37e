#include "complain.hpp"
#include "descriptor_limit.hpp"
#include "local_default.hpp"
#include "temporary_folder.hpp"

#include <watchpost/app/commands.hpp>
#include <watchpost/app/daemon.hpp>
#include <watchpost/auth/secrets_file.hpp>
#include <watchpost/logging/logging.hpp>
#include <watchpost/net/tls_context.hpp>
#include <watchpost/simulator/process.hpp>

#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <functional>
#include <iostream>
#include <optional>
#include <utility>

namespace watchpost::app {
namespace {

namespace asio = boost::asio;

/// Calls `stop` once: for SIGTERM or SIGINT, of which a second one then kills, or for our own `stop()`. Calls `reload`
/// for each SIGHUP.
class Signals {
public:
    Signals(asio::io_context& loop, std::function<void()> stop, std::function<void()> reload)
        : ends_(loop, SIGTERM, SIGINT)
        , hang_up_(loop, SIGHUP)
        , stop_(std::move(stop))
        , reload_(std::move(reload)) {
        ends_.async_wait([this](boost::system::error_code error, int) {
            if (!error) this->stop();
        });
        wait_for_hang_up();
    }

    void stop() {
        if (!stop_) return;
        boost::system::error_code ignored;
        ends_.clear(ignored);
        ends_.cancel(ignored);
        hang_up_.cancel(ignored);
        std::exchange(stop_, nullptr)();
    }

private:
    void wait_for_hang_up() {
        hang_up_.async_wait([this](boost::system::error_code error, int) {
            if (error) return;
            reload_();
            wait_for_hang_up();
        });
    }

    asio::signal_set ends_;
    asio::signal_set hang_up_;
    std::function<void()> stop_;
    std::function<void()> reload_;
};

/// Why the certificate does not count now; empty when it does, or none is asked for. The error is why it cannot be
/// used.
Result<std::string> check_certificate(settings::Settings const& settings) {
    if (!settings.tls.is_on()) return std::string();
    auto const loaded = net::TlsContext::load({settings.tls.certificate, settings.tls.key});
    if (!loaded) return loaded.error();
    return (*loaded)->fault_at(SystemClock().wall());
}

/// The simulated boards that steer a camera, unless the configuration says what the stations are.
Result<settings::Settings> load(settings::LoadRequest const& configuration, int simulated_pairs) {
    auto settings = settings::load(configuration);
    if (!settings || !settings->stations.empty()) return settings;
    for (int i = 1; i <= simulated_pairs; ++i) {
        auto const number = std::to_string(i);
        settings->stations.push_back({"sim-" + number, "sim-cam-" + number, "sim-pico-" + number});
    }
    return settings;
}

/// What is wrong with the files that the configuration names: the error ends the command, the text is a warning and
/// mostly empty.
Result<std::string> check_files(settings::Settings const& settings) {
    auto fault = check_certificate(settings);
    if (!fault) return fault.error();
    auto const secrets = auth::load_secrets(settings::secrets_path(settings));
    if (!secrets) return secrets.error();
    return fault;
}

/// The simulator's, for a daemon that is reached at `dial` and logs so much.
std::vector<std::string> arguments_for(DemoBoards const& boards, std::string const& dial, settings::LogLevel level) {
    auto arguments = boards.arguments;
    arguments.push_back("--url=ws://" + dial);
    arguments.push_back("--log-level=" + std::string(settings::to_string(level)));
    return arguments;
}

int run_daemon(settings::LoadRequest const& configuration, DemoBoards const* boards) {
    auto const log = start_logging(settings::LogLevel::info);
    int const simulated_pairs = boards != nullptr ? boards->pairs : 0;
    auto settings = load(configuration, simulated_pairs);
    if (!settings) return complain(settings.error().message, exit_status::kConfiguration);
    // The daemon warns of what is no error by itself.
    auto const checked_files = check_files(*settings);
    if (!checked_files) return complain(checked_files.error().message, exit_status::kConfiguration);
    if (boards != nullptr) {
        auto const checked = sim::check_simulator(boards->arguments);
        if (!checked) return complain(checked.error().message, exit_status::kFailed);
        if (*checked != 0) return *checked; // it has said why
    }
    auto const log_level = settings->log_level;
    set_log_level(log_level);
    auto handed = take_handed_sockets();
    raise_descriptor_limit();

    asio::io_context loop{1};
    SystemClock const clock;
    Daemon daemon{loop, clock, std::move(*settings), std::move(handed)};
    Daemon::ReadSettings const read = [configuration, simulated_pairs] { return load(configuration, simulated_pairs); };
    sim::SimulatorProcess simulator{loop};
    int status = exit_status::kDone;
    // Before anybody can know that we run: from the line below on, a signal is an order and no death.
    Signals signals{loop,
                    [&] {
                        simulator.stop();
                        daemon.stop();
                    },
                    [&] { daemon.reload(read); }};
    auto const address = daemon.start();
    if (!address) return complain(address.error().message, exit_status::kFailed);
    if (boards != nullptr) {
        auto const problem =
            simulator.start(arguments_for(*boards, address->dial, log_level), [&](sim::ProcessEnd end) {
                if (end.signal != 0) complain("signal " + std::to_string(end.signal) + " ended the simulator", 0);
                status = end.status;
                signals.stop();
            });
        if (problem) return complain(problem->message, exit_status::kFailed);
    }
    auto const secure = address->tls_url.empty() ? "" : "\nlistening on " + address->tls_url;
    print("listening on " + address->url + secure + "\n");
    loop.run();
    return status;
}

} // namespace

int serve(settings::LoadRequest const& configuration) {
    return run_daemon(with_local_default(configuration), nullptr);
}

int demo(settings::LoadRequest configuration, DemoBoards const& boards) {
    TemporaryFolder const folder;
    if (folder.path()) configuration.defaults.data_dir = *folder.path();
    return run_daemon(configuration, &boards);
}

int simulate(std::vector<std::string> const& arguments) {
    return complain(sim::become_simulator(arguments).message, exit_status::kFailed);
}

int check_config(settings::LoadRequest const& configuration) {
    auto const settings = settings::load(with_local_default(configuration));
    if (!settings) return complain(settings.error().message, exit_status::kConfiguration);
    auto const fault = check_files(*settings);
    if (!fault) return complain(fault.error().message, exit_status::kConfiguration);
    if (!fault->empty()) complain("the certificate: " + *fault, exit_status::kDone);
    std::cout << "the configuration is valid: listening on " << settings->listen.address << " port "
              << settings->listen.port << ", "
              << (settings->tls.is_on()
                      ? "with TLS on " + settings->tls.address + " port " + std::to_string(settings->tls.port) + ", "
                      : "")
              << settings->boards.size() << " boards" << std::endl;
    return exit_status::kDone;
}

} // namespace watchpost::app
