#pragma once

#include <watchpost/manual/command_list.hpp>

#include <string>
#include <string_view>

namespace watchpost::manual {

/// The man page, in roff with man(7)'s macros: `page` with @VERSION@, @COMMANDS@ (all of `commands`) and @VARIABLES@
/// (what the environment can say) replaced.
std::string man_page(std::string_view page, std::vector<Command> const& commands);

/// What bash completes, as a file to source. It needs nothing but bash; the first command is the program.
std::string bash_completion(std::vector<Command> const& commands);

} // namespace watchpost::manual
