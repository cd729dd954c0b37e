#include "secrets_options.hpp"

#include <CLI/CLI.hpp>

namespace watchpost::app {
namespace {

constexpr auto kKinds = "esp32cam|pico|viewer|operator";

void add_token_commands(CLI::App& cli, CommandTable& table, settings::LoadRequest& configuration,
                        SecretsOptions& options) {
    auto* const token = cli.add_subcommand("token", "Tokens of boards and programs");
    token->require_subcommand(1);
    auto* const made = token->add_subcommand("new", "Make a token, and show it once");
    made->add_option("--kind", options.token.kind, "A board's, or that of a program with a role")
        ->required()
        ->type_name(kKinds);
    made->add_option("--name", options.token.name, "The board's id, or a name for the program")
        ->required()
        ->type_name("NAME");
    made->add_flag("--stdin", options.token.from_stdin, "Take the token that flashed boards have from standard input");
    auto* const list = token->add_subcommand("list", "Which tokens there are, and never what they are");
    auto* const revoke = token->add_subcommand("revoke", "A token that opens nothing any more");
    revoke->add_option("name", options.revoked, "Whose")->required()->type_name("NAME");
    revoke->add_option("--kind", options.revoked_kind, "Of one kind only")->type_name(kKinds);
    table.push_back({made, [&] { return token_new(configuration, options.token); }});
    table.push_back({list, [&] { return token_list(configuration); }});
    table.push_back({revoke, [&] { return token_revoke(configuration, options.revoked, options.revoked_kind); }});
}

void add_passwd_command(CLI::App& cli, CommandTable& table, settings::LoadRequest& configuration,
                        SecretsOptions& options) {
    auto* const passwd = cli.add_subcommand("passwd", "Set a person's password, from the terminal or standard input");
    passwd->add_option("name", options.change.name, "Whose")->required()->type_name("NAME");
    passwd->add_option("--role", options.change.role, "A viewer sees, an operator also acts")
        ->type_name("viewer|operator");
    passwd->add_flag("--remove", options.change.remove, "The person comes in no more");
    table.push_back({passwd, [&] { return app::passwd(configuration, options.change); }});
}

} // namespace

void add_secrets_commands(CLI::App& cli, CommandTable& table, settings::LoadRequest& configuration,
                          SecretsOptions& options) {
    auto const others = table.size();
    add_token_commands(cli, table, configuration, options);
    add_passwd_command(cli, table, configuration, options);
    for (auto at = others; at < table.size(); ++at)
        table[at]
            .given->add_option("--config", configuration.file, "Configuration file, for where the secrets are")
            ->type_name("FILE");
}

} // namespace watchpost::app
