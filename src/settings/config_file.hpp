#pragma once

#include <watchpost/core/result.hpp>
#include <watchpost/json/json.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace watchpost::settings {

struct ConfigText {
    std::string text;
    bool readable_by_everybody = false;
};

/// The whole of a regular file of at most 1 MiB. The error begins with the path.
Result<ConfigText> read_config_file(std::filesystem::path const& path);

/// JSON with // and /* */ comments; an object, nested at most 16 deep, no key twice in one object. The error gives line
/// and column where there is one, counted in bytes from 1, and quotes nothing but keys.
Result<nlohmann::json> parse_config(std::string_view text);

} // namespace watchpost::settings
