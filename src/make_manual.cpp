// Writes the man page or the completion of watchpost to standard output, when watchpost is built.

#include <watchpost/app/command_line.hpp>
#include <watchpost/manual/manual.hpp>

#include <fstream>
#include <iostream>
#include <iterator>

int main(int argc, char** argv) {
    using namespace watchpost;
    app::CommandLine const line({});
    auto const commands = manual::commands_of(line.tree());
    std::string const wanted = argc > 1 ? argv[1] : "";
    if (wanted == "bash" && argc == 2) {
        std::cout << manual::bash_completion(commands);
    } else if (wanted == "man" && argc == 3) {
        std::ifstream file(argv[2]);
        std::string const page{std::istreambuf_iterator<char>(file), {}};
        if (page.empty()) {
            std::cerr << "cannot read " << argv[2] << "\n";
            return 1;
        }
        std::cout << manual::man_page(page, commands);
    } else {
        std::cerr << "usage: make_manual bash | make_manual man TEMPLATE\n";
        return 2;
    }
    return std::cout.flush() ? 0 : 1;
}
