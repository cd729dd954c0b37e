#include "request_target.hpp"

#include <watchpost/core/authority.hpp>

#include <algorithm>
#include <charconv>

namespace watchpost::net {
namespace {

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        unsigned char c = static_cast<unsigned char>(text.front());
        std::size_t used = 1;
        if (c == '%') {
            used = 3;
            if (text.size() < used) return std::nullopt;
            auto const digits = text.substr(1, 2);
            auto const result = std::from_chars(digits.data(), digits.data() + 2, c, 16);
            if (result.ec != std::errc{} || result.ptr != digits.data() + 2) return std::nullopt;
        }
        if (c < 0x20 || c == 0x7F) return std::nullopt;
        out += static_cast<char>(c);
        text.remove_prefix(used);
    }
    return out;
}

bool has_odd_segment(std::string_view path) {
    path.remove_prefix(1);
    while (!path.empty()) {
        auto const end = std::min(path.find('/'), path.size());
        auto const segment = path.substr(0, end);
        if (segment.empty() || segment == "." || segment == "..") return true;
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return false;
}

bool takes_scheme(std::string_view& target, std::string_view scheme) {
    auto const same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b; };
    if (target.size() < scheme.size() ||
        !std::equal(scheme.begin(), scheme.end(), target.begin(), [&](char a, char b) { return same(b, a); }))
        return false;
    target.remove_prefix(scheme.size());
    return true;
}

/// Takes "http://cam.example:3000" off the front of `target`; false when it is no such thing.
bool take_authority(std::string_view& target, RequestTarget& parsed) {
    parsed.wants_https = takes_scheme(target, "https://");
    if (!parsed.wants_https && !takes_scheme(target, "http://")) return false;
    auto const end = std::min(target.find_first_of("/?#"), target.size());
    parsed.authority = target.substr(0, end);
    target.remove_prefix(end);
    return parse_authority(parsed.authority).has_value();
}

} // namespace

std::optional<RequestTarget> parse_target(std::string_view target) {
    RequestTarget parsed;
    if (target == "*") {
        parsed.path = target;
        return parsed;
    }
    bool const is_absolute = !target.starts_with('/');
    if (is_absolute && !take_authority(target, parsed)) return std::nullopt;
    target = target.substr(0, target.find('#'));
    auto const mark = std::min(target.find('?'), target.size());
    auto path = percent_decoded(target.substr(0, mark));
    if (path && path->empty()) path = "/"; // of the absolute form
    if (!path || has_odd_segment(*path)) return std::nullopt;
    parsed.path = std::move(*path);
    auto query = target.substr(std::min(mark + 1, target.size()));
    while (!query.empty()) {
        auto const pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(pair.size() + 1, query.size()));
        auto const equals = std::min(pair.find('='), pair.size());
        auto name = percent_decoded(pair.substr(0, equals));
        auto value = percent_decoded(pair.substr(std::min(equals + 1, pair.size())));
        if (!name || !value) return std::nullopt;
        if (!name->empty()) parsed.query[std::move(*name)] = std::move(*value);
    }
    return parsed;
}

} // namespace watchpost::net
