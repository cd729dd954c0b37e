#include "text.hpp"

#include <watchpost/auth/forwarded.hpp>
#include <watchpost/core/authority.hpp>

#include <algorithm>
#include <vector>

namespace watchpost::auth {
namespace {

/// What stands behind the last separator that is in no quoted string, which is taken off `list` with its separator.
/// Read from the right: what a stranger wrote further left, such as a quote that never ends, changes nothing here.
std::string_view last_part(std::string_view& list, char separator) {
    bool quoted = false;
    for (auto i = list.size(); i-- > 0;) {
        if (list[i] == '"' && !(quoted && i > 0 && list[i - 1] == '\\')) quoted = !quoted;
        if (list[i] != separator || quoted) continue;
        auto const part = trimmed(list.substr(i + 1));
        list = list.substr(0, i);
        return part;
    }
    auto const part = trimmed(list);
    list = {};
    return part;
}

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

/// What one proxy says of its own peer. Nothing stands for what it does not say, or not so that one could read it.
struct Hop {
    std::optional<IpAddress> address;
    std::optional<bool> secure;
};

/// Traefik calls the scheme of a WebSocket by its own name.
std::optional<bool> is_https(std::string_view scheme) {
    if (same_letters(scheme, "https") || same_letters(scheme, "wss")) return true;
    if (same_letters(scheme, "http") || same_letters(scheme, "ws")) return false;
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
Hop read_element(std::string_view element) {
    Hop hop;
    int addresses = 0;
    int schemes = 0;
    for (auto const pair : parts_of(element, ';')) {
        auto const equals = pair.find('=');
        if (equals == std::string_view::npos || equals == 0) return {};
        auto const name = pair.substr(0, equals);
        auto const value = unquoted(pair.substr(equals + 1));
        if (!value) return {};
        if (same_letters(name, "for")) {
            hop.address = address_in(*value);
            ++addresses;
        } else if (same_letters(name, "proto")) {
            hop.secure = is_https(*value);
            ++schemes;
        }
    }
    if (addresses > 1) hop.address.reset();
    if (schemes > 1) hop.secure.reset();
    return hop;
}

Hop read_plain(std::string_view element) {
    return {address_in(element), std::nullopt};
}

Hop read_scheme(std::string_view element) {
    return {std::nullopt, is_https(element)};
}

using Read = Hop (*)(std::string_view element);

/// A header whose lines are one list (RFC 9110 section 5.3), read from its end, one element after the other.
class Backwards {
public:
    Backwards(HeaderList headers, std::string_view name, Read read)
        : headers_(headers)
        , name_(name)
        , read_(read) {
        next_line();
    }

    bool is_done() const { return !line_; }
    Hop next() {
        auto const hop = read_(last_part(*line_, ','));
        if (line_->data() == nullptr) next_line();
        return hop;
    }

private:
    void next_line() {
        line_.reset();
        while (!headers_.empty() && !line_) {
            auto const& [name, value] = headers_.back();
            if (name == name_) line_ = std::string_view(value);
            headers_ = headers_.first(headers_.size() - 1);
        }
    }

    HeaderList headers_;
    std::string_view name_;
    Read read_;
    std::optional<std::string_view> line_; ///< what of the line is still to be read
};

bool is_trusted(IpAddress const& address, std::span<IpRange const> trusted) {
    return std::any_of(trusted.begin(), trusted.end(), [&](auto const& range) { return range.contains(address); });
}

/// The hop that decides: the first from the right that is not trusted or cannot be read, else the leftmost.
struct Decision {
    Hop hop;
    std::size_t index = 0; ///< from the right
};

std::optional<Decision> decide(Backwards list, std::span<IpRange const> trusted) {
    std::optional<Decision> decision;
    while (!list.is_done()) {
        auto const index = decision ? decision->index + 1 : 0;
        decision = Decision{list.next(), index};
        if (!decision->hop.address || !is_trusted(*decision->hop.address, trusted)) break;
    }
    return decision;
}

/// What the proxy says of the scheme that stands at this place from the right; a proxy that keeps no list of them has
/// said it of the client.
std::optional<bool> scheme_at(Backwards list, std::size_t index) {
    std::optional<bool> secure;
    for (std::size_t i = 0; i <= index && !list.is_done(); ++i)
        secure = list.next().secure;
    return secure;
}

/// What both say, or the one that says something; nothing where they contradict each other.
std::optional<bool> agreed(std::optional<bool> one, std::optional<bool> other) {
    if (one && other && *one != *other) return std::nullopt;
    return one ? one : other;
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
    if (!is_trusted(peer, trusted)) return result;
    result.is_forwarded = true; // by a proxy, even if it does not say for whom
    auto const standard = decide({headers, "forwarded", read_element}, trusted);
    auto const common = decide({headers, "x-forwarded-for", read_plain}, trusted);
    auto const& decision = common ? common : standard;
    // Which of the two the proxy passes on as a stranger wrote it cannot be known.
    bool const is_torn = common && standard && common->hop.address != standard->hop.address;
    if (decision) result.client = is_torn ? IpAddress{} : decision->hop.address.value_or(IpAddress{});
    result.is_unknown = result.client == IpAddress{};
    auto const scheme = scheme_at({headers, "x-forwarded-proto", read_scheme}, decision ? decision->index : 0);
    result.secure = agreed(scheme, standard ? standard->hop.secure : std::nullopt);
    return result;
}

} // namespace watchpost::auth
