#include "origin_fault.hpp"

#include <watchpost/core/authority.hpp>

#include <string_view>

namespace watchpost::settings {

std::string fault_of_origin(std::string const& word) {
    if (parse_origin(word)) return "";
    if (word == "*" || word.find('*') != std::string::npos) return "stands for many; each origin is named";
    if (word == "null") return "is the origin of every page that has none";
    auto const scheme = word.find("://");
    if (scheme == std::string::npos) {
        bool const is_host = parse_authority(word).has_value();
        return is_host ? "has no scheme; write https://" + word + " or http://" + word : "has no scheme";
    }
    auto const path = word.find_first_of("/?#", scheme + 3);
    auto const origin = word.substr(0, path);
    if (path != std::string::npos && parse_origin(origin)) return "has a path; write " + origin;
    auto const authority = word.substr(scheme + 3, path == std::string::npos ? path : path - scheme - 3);
    if (authority.find('@') != std::string::npos) return "names a user";
    if (!parse_authority(authority)) return "names no host, or a port that is none";
    return "has another scheme than http and https";
}

} // namespace watchpost::settings
