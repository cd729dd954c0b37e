#include "command_table.hpp"
#include "secrets_options.hpp"

#include <watchpost/app/command_line.hpp>
#include <watchpost/app/commands.hpp>
#include <watchpost/app/doctor_command.hpp>
#include <watchpost/simulator/options.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

namespace watchpost::app {
namespace {

void add_configuration_options(CLI::App& command, settings::LoadRequest& request) {
    command.add_option("--config", request.file, "Configuration file (JSON, comments allowed)")->type_name("FILE");
    command.add_option("--bind", request.overrides.address, "IP address to listen on, or auto")->type_name("ADDR");
    command.add_option("--port", request.overrides.port, "Port to listen on; 0 takes a free one")->type_name("N");
}

void add_cert_options(CLI::App& command, CertOptions& options) {
    command.add_option("--out", options.folder, "Folder for cert.pem and key.pem; neither may exist")
        ->type_name("DIR")
        ->required();
    command
        .add_option("--name", options.names,
                    "Host name or IP address under which the daemon is reached; may be repeated. Without any: those of "
                    "this machine")
        ->type_name("HOST");
}

/// CLI11 says several lines and has exit codes of its own; a user gets one line and 2.
int report(CLI::App const& app, CLI::ParseError const& error) {
    if (error.get_exit_code() == 0) return app.exit(error); // --help, --version
    std::cerr << "watchpost: " << error.what() << "; see watchpost --help" << std::endl;
    return exit_status::kUsage;
}

} // namespace

struct CommandLine::Parts {
    explicit Parts(std::map<std::string, std::string> environment)
        : configuration{{}, std::move(environment), {}} {
        cli.name("watchpost");
        cli.set_version_flag("--version", "watchpost " WATCHPOST_VERSION, "Say which version this is, and exit");
        cli.footer("Example: watchpost serve --config /etc/watchpost/watchpost.json --bind 0.0.0.0 --port 3000");
        cli.require_subcommand(1);
        demo_boards.cameras = 2;
        demo_boards.picos = 2;

        auto* const serve = add("serve", "Run the daemon", [this] { return app::serve(configuration); });
        add_configuration_options(*serve, configuration);
        auto* const demo = add("demo", "Run the daemon with simulated boards", [this] {
            return app::demo(configuration,
                             {sim::arguments_of(demo_options), std::min(demo_boards.cameras, demo_boards.picos)});
        });
        add_configuration_options(*demo, configuration);
        demo_options = sim::add_board_options(*demo, demo_boards);
        auto* const simulate = add("simulate", "Simulated boards dial in to a daemon",
                                   [this] { return app::simulate(sim::arguments_of(simulate_options)); });
        simulate_options = sim::add_dialling_options(*simulate, boards);
        auto const more = sim::add_board_options(*simulate, boards);
        simulate_options.insert(simulate_options.end(), more.begin(), more.end());
        auto* const cert = add("cert", "Make a self-signed certificate and its key, for a lab",
                               [this] { return make_certificate(certificate); });
        add_cert_options(*cert, certificate);
        auto* const check = add("check-config", "Check a configuration and exit: 0 when valid, 78 when not",
                                [this] { return check_config(configuration); });
        add_configuration_options(*check, configuration);
        auto* const doctor = add("doctor", "Check this machine and say what to do: 1 when something does not work",
                                 [this] { return app::doctor(configuration); });
        add_configuration_options(*doctor, configuration);
        add_secrets_commands(cli, table, configuration, secrets);
    }

    CLI::App* add(std::string const& name, std::string const& description, std::function<int()> run) {
        auto* const command = cli.add_subcommand(name, description);
        table.push_back({command, std::move(run)});
        return command;
    }

    CLI::App cli{"watchpost turns cheap boards into a camera system."};
    CommandTable table;
    settings::LoadRequest configuration;
    sim::SimulationOptions boards;
    sim::SimulationOptions demo_boards;
    std::vector<CLI::Option*> simulate_options;
    std::vector<CLI::Option*> demo_options;
    CertOptions certificate;
    SecretsOptions secrets;
};

CommandLine::CommandLine(std::map<std::string, std::string> environment)
    : parts_(std::make_unique<Parts>(std::move(environment))) {}

CommandLine::~CommandLine() = default;

int CommandLine::run(int argc, char** argv) {
    try {
        parts_->cli.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return report(parts_->cli, error);
    }
    for (auto const& command : parts_->table)
        if (*command.given) return command.run();
    return exit_status::kUsage; // not reached: one command is required
}

CLI::App const& CommandLine::tree() const {
    return parts_->cli;
}

} // namespace watchpost::app
