#include "boards.hpp"
#include "config_file.hpp"
#include "key_table.hpp"
#include "nearest.hpp"
#include "stations.hpp"
#include "typed_value.hpp"

#include <watchpost/core/shell_word.hpp>

#include <algorithm>
#include <charconv>

namespace watchpost::settings {
namespace {

using nlohmann::json;
using Problem = std::optional<Error>;

constexpr std::string_view kVariablePrefix = "WATCHPOST_";

/// `source` is what the reader typed: the key, the variable or the option.
Problem apply(Settings& settings, Key const& key, std::string const& source, json const& value) {
    if (key.form == Form::boards) {
        auto boards = read_boards(value);
        if (!boards) return boards.error();
        settings.boards = std::move(*boards);
        return std::nullopt;
    }
    if (key.form == Form::stations) {
        auto stations = read_stations(value);
        if (!stations) return stations.error();
        settings.stations = std::move(*stations);
        return std::nullopt;
    }
    if (key.store(settings, value)) return std::nullopt;
    auto const fault = key.fault ? key.fault(value) : "";
    if (!fault.empty()) return Error{source + ": " + fault + "; it must be " + key.allowed};
    return Error{source + " is " + shown(value) + "; it must be " + key.allowed};
}

bool is_group(std::string const& name) {
    auto const& table = key_table();
    return std::any_of(table.begin(), table.end(), [&](Key const& key) { return key.name.starts_with(name + "."); });
}

std::vector<std::string> names_and_groups() {
    std::vector<std::string> names;
    for (auto const& key : key_table()) {
        names.push_back(key.name);
        auto const dot = key.name.find('.');
        if (dot != std::string::npos) names.push_back(key.name.substr(0, dot));
    }
    return names;
}

Problem apply_object(Settings& settings, std::string const& prefix, json const& object) {
    for (auto const& [word, value] : object.items()) {
        auto const name = prefix + word;
        // A dot inside a word is not the dot between two words.
        bool const dotted = word.find('.') != std::string::npos;
        Problem problem;
        if (auto const* const key = dotted ? nullptr : find_key(name)) {
            problem = apply(settings, *key, name, value);
        } else if (dotted || !is_group(name)) {
            problem = Error{"unknown key " + in_quotes(name) +
                            (dotted && find_key(name) ? "; write it as an object inside an object"
                                                      : suggestion(name, names_and_groups()))};
        } else if (!value.is_object()) {
            problem = Error{name + " is " + shown(value) + "; it must be an object"};
        } else {
            problem = apply_object(settings, name + ".", value);
        }
        if (problem) return problem;
    }
    return std::nullopt;
}

Problem apply_file(Settings& settings, std::filesystem::path const& path) {
    auto const file = read_config_file(path);
    if (!file) return file.error();
    auto const in_file = [&](Error const& error) { return Error{path.string() + ": " + error.message}; };
    auto const parsed = parse_config(file->text);
    if (!parsed) return in_file(parsed.error());
    if (auto const problem = apply_object(settings, "", *parsed)) return in_file(*problem);
    bool const has_tokens = std::any_of(settings.boards.begin(), settings.boards.end(),
                                        [](Board const& board) { return !board.token.empty(); });
    if (file->readable_by_everybody && has_tokens) {
        return in_file(
            {"holds board tokens and can be read by every user of this machine; run: chmod 640 " + shell_word(path)});
    }
    return std::nullopt;
}

/// "a, b" as a list.
json words_in(std::string_view text) {
    auto list = json::array();
    while (!text.empty()) {
        auto word = text.substr(0, text.find(','));
        text.remove_prefix(std::min(word.size() + 1, text.size()));
        word.remove_prefix(std::min(word.find_first_not_of(' '), word.size()));
        list.push_back(word.substr(0, word.find_last_not_of(' ') + 1));
    }
    return list;
}

/// What the text would be in the file; a text that does not fit stays a text, and is then refused by the key.
json value_of(Form form, std::string const& text) {
    if (form == Form::flag && (text == "true" || text == "false")) return text == "true";
    if (form == Form::words) return words_in(text);
    std::int64_t number{};
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, number);
    if (form == Form::number && read.ec == std::errc{} && read.ptr == end) return number;
    return text;
}

Problem apply_environment(Settings& settings, std::map<std::string, std::string> const& environment) {
    std::vector<std::string> names;
    std::map<std::string, Key const*> variables;
    for (auto const& key : key_table()) {
        names.push_back(variable_of(key));
        variables.emplace(names.back(), &key);
    }
    for (auto const& [variable, text] : environment) {
        if (!variable.starts_with(kVariablePrefix)) continue;
        auto const found = variables.find(variable);
        if (found == variables.end()) {
            return Error{"unknown environment variable " + in_quotes(variable) + suggestion(variable, names)};
        }
        auto const& key = *found->second;
        if (key.form == Form::boards) {
            return Error{variable + " is set, but boards and their tokens can only be set in the configuration file"};
        }
        if (is_list(key.form))
            return Error{variable + " is set, but " + key.name + " can only be set in the configuration file"};
        if (auto problem = apply(settings, key, variable, value_of(key.form, text))) return problem;
    }
    return std::nullopt;
}

Problem apply_overrides(Settings& settings, Overrides const& overrides) {
    Problem problem;
    if (overrides.address) problem = apply(settings, *find_key("listen.address"), "--bind", *overrides.address);
    if (!problem && overrides.port) problem = apply(settings, *find_key("listen.port"), "--port", *overrides.port);
    return problem;
}

/// What no key says by itself.
Problem check_together(Settings const& settings) {
    auto const& tls = settings.tls;
    if (tls.certificate.empty() == tls.key.empty()) return std::nullopt;
    std::string const missing = tls.key.empty() ? "tls.key" : "tls.certificate";
    return Error{missing + " is not set; TLS needs tls.certificate and tls.key"};
}

} // namespace

std::filesystem::path secrets_path(Settings const& settings) {
    return settings.secrets_file.empty() ? settings.data_dir / "secrets.json" : settings.secrets_file;
}

Result<Settings> load(LoadRequest const& request) {
    Settings settings = request.defaults;
    Problem problem;
    if (request.file) problem = apply_file(settings, *request.file);
    if (!problem) problem = apply_environment(settings, request.environment);
    if (!problem) problem = apply_overrides(settings, request.overrides);
    if (!problem) problem = check_together(settings);
    if (problem) return *problem;
    return settings;
}

} // namespace watchpost::settings
