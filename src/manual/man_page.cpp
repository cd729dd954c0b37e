#include <watchpost/manual/manual.hpp>
#include <watchpost/settings/settings.hpp>

namespace watchpost::manual {
namespace {

/// As it stands on the page: roff takes a backslash, and a dot or a quote at the beginning of a line, for its own.
std::string plain(std::string_view text) {
    std::string roff;
    if (text.starts_with('.') || text.starts_with('\'')) roff = "\\&";
    for (char const c : text) {
        if (c == '\\')
            roff += "\\e";
        else
            roff += c;
    }
    return roff;
}

/// To be typed as it stands: a hyphen must stay one when it is copied from the page. A line may end between two words.
std::string literal(std::string_view text) {
    std::string roff;
    for (char const c : text) {
        if (c == '-')
            roff += "\\-";
        else
            roff += c;
        if (c == '|') roff += "\\:";
    }
    return roff;
}

std::string bold(std::string_view text) {
    return "\\fB" + literal(text) + "\\fR";
}

std::string italic(std::string_view text) {
    return "\\fI" + literal(text) + "\\fR";
}

std::string entry(Option const& option) {
    std::string head;
    for (auto const& name : option.names)
        head += (head.empty() ? "" : ", ") + bold(name);
    if (!option.value.empty()) head += (head.empty() ? "" : " ") + italic(option.value);
    auto text = plain(option.description);
    if (option.is_required && !option.names.empty()) text += " (required)";
    if (!option.default_value.empty()) text += " (default: " + literal(option.default_value) + ")";
    return ".TP\n" + head + "\n" + text + "\n";
}

bool is_help(Option const& option) {
    return !option.names.empty() && option.names.back() == "--help";
}

std::string section(Command const& command, bool with_help) {
    auto head = command.path;
    std::string text;
    for (auto const& argument : command.arguments) {
        head += " " + argument.value;
        text += entry(argument);
    }
    for (auto const& option : command.options)
        if (with_help || !is_help(option)) text += entry(option);
    return ".SS " + literal(head) + "\n" + plain(command.description) +
           (command.description.ends_with('.') ? "" : ".") + "\n" + text;
}

/// Those that do something by themselves; what only holds others would be a heading with nothing below it.
std::string sections(std::vector<Command> const& commands) {
    std::string text;
    for (auto const& command : commands) {
        bool const is_program = &command == &commands.front();
        if (is_program || command.subcommands.empty()) text += section(command, is_program);
    }
    return text;
}

std::string variables() {
    std::string text;
    for (auto const& key : settings::known_keys())
        if (!key.variable.empty())
            text += ".TP\n" + bold(key.variable) + "\n" + bold(key.name) +
                    " of the configuration: " + plain(key.allowed) + "\n";
    return text;
}

void replace(std::string& page, std::string_view mark, std::string const& text) {
    for (auto at = page.find(mark); at != std::string::npos; at = page.find(mark, at + text.size()))
        page.replace(at, mark.size(), text);
}

} // namespace

std::string man_page(std::string_view page, std::vector<Command> const& commands) {
    std::string roff(page);
    replace(roff, "@VERSION@", WATCHPOST_VERSION);
    replace(roff, "@COMMANDS@\n", sections(commands));
    replace(roff, "@VARIABLES@\n", variables());
    return roff;
}

} // namespace watchpost::manual
