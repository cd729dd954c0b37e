#include <watchpost/manual/command_list.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <sstream>

namespace watchpost::manual {
namespace {

std::vector<std::string> split(std::string const& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);)
        parts.push_back(part);
    return parts;
}

Option option_of(CLI::Option const& option) {
    Option told;
    if (option.nonpositional()) told.names = split(option.get_name(false, true), ',');
    if (option.get_type_size() != 0) told.value = option.get_type_name();
    told.description = option.get_description();
    told.default_value = option.get_default_str();
    told.is_required = option.get_required();
    return told;
}

void add_with_all_below(CLI::App const& command, std::string const& path, std::vector<Command>& all) {
    Command told;
    told.path = path;
    told.description = command.get_description();
    for (auto const* const option : command.get_options())
        (option->nonpositional() ? told.options : told.arguments).push_back(option_of(*option));
    auto const below = command.get_subcommands([](CLI::App const*) { return true; });
    for (auto const* const subcommand : below)
        told.subcommands.push_back(subcommand->get_name());
    all.push_back(std::move(told));
    for (auto const* const subcommand : below)
        add_with_all_below(*subcommand, path + " " + subcommand->get_name(), all);
}

} // namespace

std::vector<Command> commands_of(CLI::App const& tree) {
    std::vector<Command> all;
    add_with_all_below(tree, tree.get_name(), all);
    return all;
}

std::vector<std::string> words_of(Option const& option) {
    std::vector<std::string> words;
    if (option.value.find('|') == std::string::npos) return words;
    for (auto const& part : split(option.value, '|')) {
        if (part[0] < 'a' || part[0] > 'z') return {};
        auto const equals = part.find('=');
        words.push_back(equals == std::string::npos ? part : part.substr(0, equals + 1));
    }
    return words;
}

bool is_path(Option const& option) {
    auto const parts = split(option.value, '|');
    return std::any_of(parts.begin(), parts.end(), [](auto const& part) { return part == "FILE" || part == "DIR"; });
}

} // namespace watchpost::manual
