#include <watchpost/app/commands.hpp>
#include <watchpost/app/secrets_commands.hpp>

#include <CLI/CLI.hpp>

#include <csignal>
#include <iostream>
#include <optional>
#include <string_view>

namespace {

using namespace watchpost;

std::map<std::string, std::string> whole_environment() {
    std::map<std::string, std::string> variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        std::string_view const text = *entry;
        auto const equals = text.find('=');
        if (equals != std::string_view::npos) variables[std::string(text.substr(0, equals))] = text.substr(equals + 1);
    }
    return variables;
}

void add_serve_options(CLI::App& command, settings::LoadRequest& request) {
    command.add_option("--config", request.file, "Configuration file (JSON, comments allowed)")->type_name("FILE");
    command.add_option("--bind", request.overrides.address, "IP address to listen on, or auto")->type_name("ADDR");
    command.add_option("--port", request.overrides.port, "Port to listen on; 0 takes a free one")->type_name("N");
}

void add_board_options(CLI::App& command, sim::SimulationOptions& boards) {
    command.add_option("--cameras", boards.cameras, "Simulated ESP32-CAMs")->type_name("N")->capture_default_str();
    command.add_option("--picos", boards.picos, "Simulated Pico Ws; Pico K steers camera K")
        ->type_name("N")
        ->capture_default_str();
    command.add_option("--fps", boards.fps, "Frames a second of each camera")->type_name("F")->capture_default_str();
    command.add_option("--source", boards.source, "Folder of JPEGs, a picture or a video instead of a drawn scene")
        ->type_name("DIR|IMAGE|VIDEO");
    command.add_option("--camera-firmware", boards.camera_firmware, "standard, sketch, newest, older or silent")
        ->type_name("NAME")
        ->capture_default_str();
    command
        .add_option("--fault", boards.faults,
                    "drop-out=SECONDS, half-open=SECONDS, slow-wifi=KBYTES_PER_S, bad-json=EVERY_N, "
                    "broken-jpeg=EVERY_N; may be repeated")
        ->type_name("NAME=VALUE");
    command.add_option("--seed", boards.seed, "The same seed gives the same faults")->capture_default_str();
    command.add_option("--move-speed", boards.move_speed, "How much faster than real servos move")
        ->capture_default_str();
}

/// `watchpost token new|list|revoke` and `watchpost passwd`.
class SecretsCommands {
public:
    SecretsCommands(CLI::App& cli, settings::LoadRequest& configuration) {
        token_ = cli.add_subcommand("token", "Tokens of boards and programs");
        token_->require_subcommand(1);
        new_ = token_->add_subcommand("new", "Make a token, and show it once");
        new_->add_option("--kind", wanted_.kind, "esp32cam, pico, viewer or operator")->required()->type_name("KIND");
        new_->add_option("--name", wanted_.name, "The board's id, or a name for the program")
            ->required()
            ->type_name("NAME");
        new_->add_flag("--stdin", wanted_.from_stdin, "Take the token that flashed boards have from standard input");
        list_ = token_->add_subcommand("list", "Which tokens there are, and never what they are");
        revoke_ = token_->add_subcommand("revoke", "A token that opens nothing any more");
        revoke_->add_option("name", revoked_, "Whose")->required()->type_name("NAME");
        revoke_->add_option("--kind", revoked_kind_, "Of one kind only")->type_name("KIND");
        passwd_ = cli.add_subcommand("passwd", "Set a person's password, from the terminal or standard input");
        passwd_->add_option("name", change_.name, "Whose")->required()->type_name("NAME");
        passwd_->add_option("--role", change_.role, "viewer (sees) or operator (also acts)")->type_name("ROLE");
        passwd_->add_flag("--remove", change_.remove, "The person comes in no more");
        for (auto* const command : {new_, list_, revoke_, passwd_})
            command->add_option("--config", configuration.file, "Configuration file, for where the secrets are")
                ->type_name("FILE");
    }

    /// Nothing when another command was given.
    std::optional<int> run(settings::LoadRequest const& configuration) const {
        if (*new_) return app::token_new(configuration, wanted_);
        if (*list_) return app::token_list(configuration);
        if (*revoke_) return app::token_revoke(configuration, revoked_, revoked_kind_);
        if (*passwd_) return app::passwd(configuration, change_);
        return std::nullopt;
    }

private:
    CLI::App* token_;
    CLI::App* new_;
    CLI::App* list_;
    CLI::App* revoke_;
    CLI::App* passwd_;
    app::NewToken wanted_;
    app::PasswordChange change_;
    std::string revoked_;
    std::string revoked_kind_;
};

/// CLI11 says several lines and has exit codes of its own; a user gets one line and 2.
int report(CLI::App const& app, CLI::ParseError const& error) {
    if (error.get_exit_code() == 0) return app.exit(error); // --help, --version
    std::cerr << "watchpost: " << error.what() << "; see watchpost --help" << std::endl;
    return app::exit_status::kUsage;
}

} // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    CLI::App cli{"watchpost turns cheap boards into a camera system."};
    cli.name("watchpost");
    cli.set_version_flag("--version", "watchpost " WATCHPOST_VERSION);
    cli.footer("Example: watchpost serve --config /etc/watchpost/watchpost.json --bind 0.0.0.0 --port 3000");
    cli.require_subcommand(1);

    settings::LoadRequest configuration{{}, whole_environment(), {}};
    sim::SimulationOptions boards;
    sim::SimulationOptions demo_boards;
    demo_boards.cameras = 2;
    demo_boards.picos = 2;

    auto* const serve = cli.add_subcommand("serve", "Run the daemon");
    add_serve_options(*serve, configuration);
    auto* const demo = cli.add_subcommand("demo", "Run the daemon with simulated boards");
    add_serve_options(*demo, configuration);
    add_board_options(*demo, demo_boards);
    auto* const simulate = cli.add_subcommand("simulate", "Simulated boards dial in to a daemon");
    simulate->add_option("--url", boards.url, "The daemon")->type_name("ws://HOST:PORT")->capture_default_str();
    // Not the token itself: every user of the machine can read a command line.
    std::filesystem::path token_file;
    simulate->add_option("--token-file", token_file, "File whose first line is the boards' bearer token")
        ->type_name("FILE");
    add_board_options(*simulate, boards);
    auto* const cert = cli.add_subcommand("cert", "Make a self-signed certificate and its key, for a lab");
    app::CertOptions cert_options;
    cert->add_option("--out", cert_options.folder, "Folder for cert.pem and key.pem; neither may exist")
        ->type_name("DIR")
        ->required();
    cert->add_option(
            "--name", cert_options.names,
            "Host name or IP address under which the daemon is reached; may be repeated. Without any: those of "
            "this machine")
        ->type_name("HOST");
    auto* const check = cli.add_subcommand("check-config", "Check a configuration and exit: 0 when valid, 78 when not");
    add_serve_options(*check, configuration);
    SecretsCommands const secrets(cli, configuration);

    try {
        cli.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return report(cli, error);
    }
    if (auto const status = secrets.run(configuration)) return *status;
    if (*serve) return app::serve(configuration);
    if (*demo) return app::demo(configuration, demo_boards);
    if (*simulate) return app::simulate(boards, token_file);
    if (*cert) return app::make_certificate(cert_options);
    return app::check_config(configuration);
}
