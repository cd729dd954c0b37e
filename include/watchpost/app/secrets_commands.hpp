#pragma once

#include <watchpost/settings/settings.hpp>

#include <string>

/// What `watchpost token` and `watchpost passwd` do with the secrets file of a configuration. A running daemon takes
/// notice within a second or two. Each answers the exit status, as those in commands.hpp do.
namespace watchpost::app {

struct NewToken {
    std::string kind; ///< esp32cam, pico, viewer or operator
    std::string name;
    bool from_stdin = false; ///< the token that flashed boards have already, instead of a new one
};

/// Prints a new token on standard output, and nothing else there: it is not kept, and cannot be shown again.
int token_new(settings::LoadRequest const& configuration, NewToken const& wanted);

/// Kinds, names and when they were made.
int token_list(settings::LoadRequest const& configuration);

/// Every token of this name, or that of one kind.
int token_revoke(settings::LoadRequest const& configuration, std::string const& name, std::string const& kind);

struct PasswordChange {
    std::string name;
    std::string role; ///< viewer or operator; empty leaves it as it is, which for somebody new is viewer
    bool remove = false;
};

/// The password comes from the terminal, or as one line on standard input.
int passwd(settings::LoadRequest const& configuration, PasswordChange const& change);

} // namespace watchpost::app
