#include <watchpost/manual/manual.hpp>

namespace watchpost::manual {
namespace {

// Nothing here depends on the package bash-completion, which only finds the file. Bash makes "=" a word of its own, so
// that "--config=FILE" are three.
constexpr auto kHead = R"(# bash completion for PROGRAM; made from the same tree as PROGRAM --help.

_PROGRAM() {
    local path=PROGRAM word skip='' kind words=''
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    if [[ $cur == = ]]; then
        cur=''
    elif [[ $prev == = ]] && ((COMP_CWORD > 1)); then
        prev=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    # Which command it is: values of options are no commands.
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        if [[ $word == = ]]; then
            skip=value
        elif [[ -n $skip ]]; then
            skip=''
        elif _PROGRAM_value "$path" "$word" >/dev/null; then
            skip=value
        elif _PROGRAM_has_command "$path" "$word"; then
            path+=" $word"
        fi
    done
    COMPREPLY=()
    if kind=$(_PROGRAM_value "$path" "$prev"); then
        case $kind in
        path)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$cur")
            return
            ;;
        *) words=$kind ;;
        esac
    elif [[ $cur == -* ]]; then
        words=$(_PROGRAM_options "$path")
    else
        words=$(_PROGRAM_commands "$path")
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
    if ((${#COMPREPLY[@]} == 1)) && [[ ${COMPREPLY[0]} == *= ]]; then compopt -o nospace 2>/dev/null; fi
}

_PROGRAM_has_command() { [[ " $(_PROGRAM_commands "$1") " == *" $2 "* ]]; }

)";

std::string joined(std::vector<std::string> const& words) {
    std::string text;
    for (auto const& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string row(std::string const& pattern, std::string const& words) {
    return "    '" + pattern + "') echo '" + words + "' ;;\n";
}

/// A shell function that answers by a table, and fails for what does not stand in it.
std::string function(std::string const& name, std::string const& key, std::string const& rows) {
    return name + "() {\n    case " + key + " in\n" + rows + "    *) return 1 ;;\n    esac\n}\n\n";
}

std::string long_names(Command const& command) {
    std::vector<std::string> words;
    for (auto const& option : command.options)
        words.push_back(option.names.back());
    return joined(words);
}

std::string value_rows(Command const& command) {
    std::string rows;
    for (auto const& option : command.options) {
        if (option.value.empty()) continue;
        for (auto const& name : option.names)
            rows += row(command.path + " " + name, is_path(option) ? "path" : joined(words_of(option)));
    }
    return rows;
}

} // namespace

std::string bash_completion(std::vector<Command> const& commands) {
    auto const& program = commands.front().path;
    std::string command_rows;
    std::string option_rows;
    std::string values;
    for (auto const& command : commands) {
        if (!command.subcommands.empty()) command_rows += row(command.path, joined(command.subcommands));
        option_rows += row(command.path, long_names(command));
        values += value_rows(command);
    }
    std::string script = kHead;
    for (auto at = script.find("PROGRAM"); at != std::string::npos; at = script.find("PROGRAM", at))
        script.replace(at, std::string_view("PROGRAM").size(), program);
    return script + function("_" + program + "_commands", "$1", command_rows) +
           function("_" + program + "_options", "$1", option_rows) +
           function("_" + program + "_value", "\"$1 $2\"", values) + "complete -F _" + program + " " + program + "\n";
}

} // namespace watchpost::manual
