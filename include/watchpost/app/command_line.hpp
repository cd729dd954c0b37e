#pragma once

#include <map>
#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace watchpost::app {

/// Every command and option there is, in one tree: `--help`, the man page and the shell's completion tell the same.
class CommandLine {
public:
    /// `environment` is all of it; see `settings::LoadRequest`.
    explicit CommandLine(std::map<std::string, std::string> environment);
    CommandLine(CommandLine const&) = delete;
    CommandLine& operator=(CommandLine const&) = delete;
    ~CommandLine();

    /// Does what the arguments ask for, and answers the exit status. Once.
    int run(int argc, char** argv);

    CLI::App const& tree() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace watchpost::app
