#include "complain.hpp"
#include "descriptor_limit.hpp"
#include "simulation_thread.hpp"
#include "temporary_folder.hpp"

#include <watchpost/app/commands.hpp>
#include <watchpost/app/daemon.hpp>
#include <watchpost/app/logging.hpp>
#include <watchpost/auth/secrets_file.hpp>
#include <watchpost/net/tls_context.hpp>

#include <boost/asio/signal_set.hpp>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <functional>
#include <iostream>
#include <optional>

namespace watchpost::app {
namespace {

namespace asio = boost::asio;

/// Calls `stop` once for SIGTERM or SIGINT; a second one then kills. Calls `reload` for each SIGHUP.
class Signals {
public:
    Signals(asio::io_context& loop, std::function<void()> stop, std::function<void()> reload)
        : ends_(loop, SIGTERM, SIGINT)
        , hang_up_(loop)
        , reload_(std::move(reload)) {
        ends_.async_wait([this, stop_it = std::move(stop)](boost::system::error_code error, int) {
            if (error) return;
            boost::system::error_code ignored;
            ends_.clear(ignored);
            hang_up_.cancel(ignored);
            stop_it();
        });
        if (!reload_) return;
        hang_up_.add(SIGHUP);
        wait_for_hang_up();
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
    std::function<void()> reload_;
};

/// Nothing when the certificate can be used, or none is asked for.
std::optional<Error> check_certificate(settings::Settings const& settings) {
    if (!settings.tls.is_on()) return std::nullopt;
    auto const loaded = net::TlsContext::load({settings.tls.certificate, settings.tls.key});
    if (!loaded) return loaded.error();
    return std::nullopt;
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

/// What is wrong with the files that the configuration names.
std::optional<Error> check_files(settings::Settings const& settings) {
    if (auto problem = check_certificate(settings)) return problem;
    auto const secrets = auth::load_secrets(settings::secrets_path(settings));
    return secrets ? std::nullopt : std::optional(secrets.error());
}

int run_daemon(settings::LoadRequest const& configuration, std::optional<sim::SimulationOptions> boards) {
    int const simulated_pairs = boards ? std::min(boards->cameras, boards->picos) : 0;
    auto settings = load(configuration, simulated_pairs);
    if (!settings) return complain(settings.error().message, exit_status::kConfiguration);
    if (auto const problem = check_files(*settings)) return complain(problem->message, exit_status::kConfiguration);
    start_logging(settings->log_level);
    auto handed = take_handed_sockets();
    raise_descriptor_limit();

    asio::io_context loop{1};
    SystemClock const clock;
    Daemon daemon{loop, clock, std::move(*settings), std::move(handed)};
    Daemon::ReadSettings const read = [configuration, simulated_pairs] { return load(configuration, simulated_pairs); };
    // Before anybody can know that we run: from the line below on, a signal is an order and no death.
    Signals const signals{loop, [&daemon] { daemon.stop(); }, [&] { daemon.reload(read); }};
    auto const address = daemon.start();
    if (!address) return complain(address.error().message, exit_status::kFailed);
    std::optional<SimulationThread> simulation;
    if (boards) {
        boards->url = "ws://127.0.0.1:" + std::to_string(address->port);
        auto started = simulation.emplace().start(std::move(*boards));
        if (!started) return complain(started.error().message, exit_status::kUsage);
    }
    auto const secure = address->tls_url.empty() ? "" : "\nlistening on " + address->tls_url;
    std::cout << "listening on " + address->url + secure << std::endl;
    loop.run();
    return exit_status::kDone;
}

} // namespace

int serve(settings::LoadRequest const& configuration) {
    return run_daemon(configuration, std::nullopt);
}

int demo(settings::LoadRequest configuration, sim::SimulationOptions boards) {
    TemporaryFolder const folder;
    if (folder.path()) configuration.defaults.data_dir = *folder.path();
    return run_daemon(configuration, std::move(boards));
}

int simulate(sim::SimulationOptions boards, std::filesystem::path const& token_file) {
    if (!token_file.empty()) {
        std::ifstream file(token_file);
        if (!std::getline(file, boards.token))
            return complain("--token-file: cannot read a line from " + token_file.string(), exit_status::kUsage);
    }
    start_logging(settings::LogLevel::info);
    asio::io_context loop{1};
    auto const simulation = sim::make_simulation(loop, boards);
    if (!simulation) return complain(simulation.error().message, exit_status::kUsage);
    Signals const signals{loop, [&simulation] { (*simulation)->stop(); }, nullptr};
    (*simulation)->start();
    loop.run();
    return exit_status::kDone;
}

int check_config(settings::LoadRequest const& configuration) {
    auto const settings = settings::load(configuration);
    if (!settings) return complain(settings.error().message, exit_status::kConfiguration);
    if (auto const problem = check_files(*settings)) return complain(problem->message, exit_status::kConfiguration);
    std::cout << "the configuration is valid: listening on " << settings->listen.address << " port "
              << settings->listen.port << ", "
              << (settings->tls.is_on()
                      ? "with TLS on " + settings->tls.address + " port " + std::to_string(settings->tls.port) + ", "
                      : "")
              << settings->boards.size() << " boards" << std::endl;
    return exit_status::kDone;
}

} // namespace watchpost::app
