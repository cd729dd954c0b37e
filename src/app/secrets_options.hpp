#pragma once

#include "command_table.hpp"

#include <watchpost/app/secrets_commands.hpp>
#include <watchpost/settings/settings.hpp>

namespace watchpost::app {

/// What `watchpost token new|list|revoke` and `watchpost passwd` were told.
struct SecretsOptions {
    NewToken token;
    PasswordChange change;
    std::string revoked;
    std::string revoked_kind;
};

/// Adds these commands. All of the arguments live longer than `cli` parses and `table` runs.
void add_secrets_commands(CLI::App& cli, CommandTable& table, settings::LoadRequest& configuration,
                          SecretsOptions& options);

} // namespace watchpost::app
