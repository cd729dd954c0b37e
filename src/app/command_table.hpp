#pragma once

#include <functional>
#include <vector>

namespace CLI {
class App;
}

namespace watchpost::app {

/// A command of the command line, and what is done when it was given.
struct Command {
    CLI::App* given;
    std::function<int()> run;
};

using CommandTable = std::vector<Command>;

} // namespace watchpost::app
