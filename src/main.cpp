#include <watchpost/app/command_line.hpp>

#include <unistd.h>

#include <csignal>
#include <string_view>

namespace {

std::map<std::string, std::string> whole_environment() {
    std::map<std::string, std::string> variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        std::string_view const text = *entry;
        auto const equals = text.find('=');
        if (equals != std::string_view::npos) variables[std::string(text.substr(0, equals))] = text.substr(equals + 1);
    }
    return variables;
}

} // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    return watchpost::app::CommandLine(whole_environment()).run(argc, argv);
}
