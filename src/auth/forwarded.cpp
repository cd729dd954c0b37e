#include "text.hpp"

#include <watchpost/auth/forwarded.hpp>
#include <watchpost/core/authority.hpp>

#include <algorithm>
#include <vector>

namespace watchpost::auth {
namespace {

constexpr std::size_t kMostHops = 32;

/// The parts between separators that do not stand in a quoted string.
std::vector<std::string_view> parts_of(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    bool quoted = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') quoted = !quoted;
        if (text[i] != separator || quoted) continue;
        parts.push_back(trimmed(text.substr(begin, i - begin)));
        begin = i + 1;
    }
    parts.push_back(trimmed(text.substr(begin)));
    return parts;
}

/// An address with or without a port; IPv6 with a port, and in Forwarded always, stands in brackets.
std::optional<IpAddress> address_in(std::string_view node) {
    if (auto const plain = IpAddress::parse(node)) return plain;
    auto const authority = parse_authority(node);
    if (!authority) return std::nullopt;
    std::string_view host = authority->host;
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    return IpAddress::parse(host);
}

struct Hop {
    IpAddress address;
    std::optional<bool> secure;
};

std::optional<bool> is_https(std::string_view scheme) {
    if (same_letters(scheme, "https")) return true;
    if (same_letters(scheme, "http")) return false;
    return std::nullopt;
}

std::optional<std::string_view> unquoted(std::string_view value) {
    bool const quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    if (quoted) value = value.substr(1, value.size() - 2);
    // No address and no scheme needs an escape.
    if (value.empty() || value.find_first_of("\"\\") != std::string_view::npos) return std::nullopt;
    return value;
}

/// One element of Forwarded, such as `for="[2001:db8::1]:443";proto=https`.
std::optional<Hop> read_element(std::string_view element) {
    std::optional<IpAddress> address;
    std::optional<bool> secure;
    for (auto const pair : parts_of(element, ';')) {
        auto const equals = pair.find('=');
        if (equals == std::string_view::npos || equals == 0) return std::nullopt;
        auto const name = pair.substr(0, equals);
        auto const value = unquoted(pair.substr(equals + 1));
        if (!value) return std::nullopt;
        if (same_letters(name, "for")) {
            if (address) return std::nullopt;
            address = address_in(*value);
            if (!address) return std::nullopt;
        } else if (same_letters(name, "proto")) {
            if (secure) return std::nullopt;
            secure = is_https(*value);
            if (!secure) return std::nullopt;
        }
    }
    if (!address) return std::nullopt;
    return Hop{*address, secure};
}

std::optional<Hop> read_plain(std::string_view element) {
    auto const address = address_in(element);
    if (!address) return std::nullopt;
    return Hop{*address, std::nullopt};
}

/// Nothing when the list is empty, too long, or holds what is no address.
template <class Read>
std::optional<std::vector<Hop>> read_hops(std::string_view list, Read read) {
    std::vector<Hop> hops;
    for (auto const element : parts_of(list, ',')) {
        auto hop = read(element);
        if (!hop || hops.size() >= kMostHops) return std::nullopt;
        hops.push_back(*hop);
    }
    return hops;
}

struct Named {
    std::size_t count = 0;
    std::string_view value;
};

Named named(HeaderList headers, std::string_view wanted) {
    Named found;
    for (auto const& [name, value] : headers) {
        if (name != wanted) continue;
        ++found.count;
        found.value = value;
    }
    return found;
}

IpAddress client_of(IpAddress const& peer, std::vector<Hop> const& hops, std::span<IpRange const> trusted) {
    auto client = peer;
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        client = hop->address;
        if (std::none_of(trusted.begin(), trusted.end(), [&](auto const& range) { return range.contains(client); }))
            break;
    }
    return client;
}

} // namespace

bool is_forwarding_header(std::string_view name) {
    return name == "forwarded" || name == "x-real-ip" || name == "via" || name.starts_with("x-forwarded-");
}

Forwarding follow_forwarding(IpAddress const& peer, HeaderList headers, std::span<IpRange const> trusted) {
    Forwarding result;
    result.client = peer;
    result.is_forwarded = std::any_of(headers.begin(), headers.end(),
                                      [](auto const& header) { return is_forwarding_header(header.first); });
    if (std::none_of(trusted.begin(), trusted.end(), [&](auto const& range) { return range.contains(peer); }))
        return result;
    result.is_forwarded = true; // by a proxy, even if it does not say for whom
    Forwarding malformed = result;
    malformed.malformed = true;

    auto const standard = named(headers, "forwarded");
    auto const common = named(headers, "x-forwarded-for");
    auto const scheme = named(headers, "x-forwarded-proto");
    if (standard.count > 1 || common.count > 1 || scheme.count > 1) return malformed;
    if (scheme.count == 1) {
        result.secure = is_https(trimmed(scheme.value));
        if (!result.secure) return malformed;
    }
    if (common.count == 1) {
        auto const hops = read_hops(common.value, read_plain);
        if (!hops) return malformed;
        result.client = client_of(peer, *hops, trusted);
    }
    if (standard.count == 1) {
        auto const hops = read_hops(standard.value, read_element);
        if (!hops) return malformed;
        auto const client = client_of(peer, *hops, trusted);
        if (common.count == 1 && client != result.client) return malformed;
        result.client = client;
        if (auto const secure = hops->back().secure) {
            if (result.secure && result.secure != secure) return malformed;
            result.secure = secure;
        }
    }
    return result;
}

} // namespace watchpost::auth
