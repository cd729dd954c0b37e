#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace watchpost::manual {

/// An option, or an argument, which has no names.
struct Option {
    std::vector<std::string> names; ///< "-h", "--help"
    std::string value;              ///< what the value is called, "FILE" or "viewer|operator"; empty when it takes none
    std::string description;
    std::string default_value; ///< empty for none
    bool is_required = false;
};

struct Command {
    std::string path; ///< "watchpost token new"
    std::string description;
    std::vector<Option> options;
    std::vector<Option> arguments;
    std::vector<std::string> subcommands; ///< "list", "new"
};

/// The command itself, then all below it, in the order of `--help`.
std::vector<Command> commands_of(CLI::App const& tree);

/// The words that may stand for a value: "viewer" and "operator" of "viewer|operator", "half-open=" of
/// "half-open=SECONDS". None when the value is anything else.
std::vector<std::string> words_of(Option const& option);

/// The value is a file or folder.
bool is_path(Option const& option);

} // namespace watchpost::manual
