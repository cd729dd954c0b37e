#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace watchpost::net {

struct RequestTarget {
    std::string path;
    std::map<std::string, std::string, std::less<>> query{}; ///< the last of several equal names counts
    std::string authority{};  ///< of the absolute form, which counts instead of Host; else empty
    bool wants_https = false; ///< the scheme of the absolute form
};

/// The path and query of a request line, percent-decoded once: "/path?query", or the absolute form with http or https
/// (RFC 9112 section 3.2). Nothing when it is neither, when an escape is broken, when it holds a control character, or
/// when a segment is empty, "." or ".." (but the path may end in '/'). "*" is a path of its own, for OPTIONS. Access
/// rules and routes see this one form (SECURITY rule 10).
std::optional<RequestTarget> parse_target(std::string_view target);

} // namespace watchpost::net
