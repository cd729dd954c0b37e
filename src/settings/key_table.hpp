#pragma once

#include <watchpost/settings/settings.hpp>

#include <nlohmann/json_fwd.hpp>

#include <functional>

namespace watchpost::settings {

/// What a key's value looks like; decides how the text of an environment variable is read: `words` are a list of texts,
/// there with commas between them.
enum class Form { text, number, flag, words, boards, stations };

struct Key {
    std::string name;
    Form form{};
    std::string allowed;
    /// Puts the value into the settings; false, and nothing changed, when it is not allowed. Empty for lists.
    std::function<bool(Settings&, nlohmann::json const&)> store;
    /// For a list: which entry is not allowed and why; empty when that is the list itself. May be empty.
    std::function<std::string(nlohmann::json const&)> fault{};
};

/// A list of objects: only the file can hold it.
constexpr bool is_list(Form form) {
    return form == Form::boards || form == Form::stations;
}

/// The one list that the file, the environment and the documentation go by.
std::vector<Key> const& key_table();

/// Nothing when there is no such key.
Key const* find_key(std::string_view name);

/// "listen.port" is WATCHPOST_LISTEN_PORT.
std::string variable_of(Key const& key);

} // namespace watchpost::settings
