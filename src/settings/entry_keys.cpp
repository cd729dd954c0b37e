#include "entry_keys.hpp"

#include "nearest.hpp"
#include "typed_value.hpp"

#include <watchpost/json/json.hpp>

#include <algorithm>

namespace watchpost::settings {

std::optional<Error> check_keys(std::string const& where, nlohmann::json const& entry, EntryKeys const& keys) {
    auto allowed = keys.required;
    allowed.insert(allowed.end(), keys.optional.begin(), keys.optional.end());
    for (auto const& [key, value] : entry.items())
        if (std::find(allowed.begin(), allowed.end(), key) == allowed.end())
            return Error{where + " has an unknown key " + in_quotes(key) + suggestion(key, allowed) + "; " +
                         keys.in_words};
    for (auto const& key : keys.required)
        if (!entry.contains(key)) return Error{where + "." + key + " is missing; " + keys.in_words};
    return std::nullopt;
}

} // namespace watchpost::settings
