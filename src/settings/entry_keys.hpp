#pragma once

#include <watchpost/core/result.hpp>

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace watchpost::settings {

/// What the entries of one list of the configuration may have.
struct EntryKeys {
    std::vector<std::string> required;
    std::vector<std::string> optional;
    std::string in_words; ///< "a station has id, camera and pico"
};

/// What is wrong with the keys of an object, with its place in the file: one that is unknown, or one that is missing.
std::optional<Error> check_keys(std::string const& where, nlohmann::json const& entry, EntryKeys const& keys);

} // namespace watchpost::settings
