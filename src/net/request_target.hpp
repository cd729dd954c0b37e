#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace watchpost::net {

struct RequestTarget {
    std::string path;
    std::map<std::string, std::string, std::less<>> query; ///< the last of several equal names counts
};

/// The path and query of a request line, percent-decoded once. Nothing when it is not an absolute path, when an escape
/// is broken, when it holds a control character, or when a segment is empty, "." or ".." (but the path may end in '/').
/// Access rules and routes see this one form (SECURITY rule 10).
std::optional<RequestTarget> parse_target(std::string_view target);

} // namespace watchpost::net
