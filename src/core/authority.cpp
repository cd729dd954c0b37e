#include <watchpost/core/authority.hpp>
#include <watchpost/core/ip_address.hpp>

#include <algorithm>
#include <charconv>

namespace watchpost {
namespace {

constexpr std::size_t kLongestName = 253;
constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;

std::string lower(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port{};
    auto const* const end = text.data() + text.size();
    auto const [stopped, problem] = std::from_chars(text.data(), end, port);
    if (problem != std::errc{} || stopped != end || port == 0) return std::nullopt;
    return port;
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= kLongestName && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    });
}

/// Nothing when `text` is neither a name nor an address.
std::optional<std::string> parse_host(std::string_view text) {
    if (text.starts_with('[')) {
        if (!text.ends_with(']')) return std::nullopt;
        auto const address = IpAddress::parse(text.substr(1, text.size() - 2));
        if (!address) return std::nullopt;
        return address->is_v4() ? address->to_string() : "[" + address->to_string() + "]";
    }
    auto name = lower(text);
    if (!is_name(name)) return std::nullopt;
    return name;
}

} // namespace

std::optional<Authority> parse_authority(std::string_view text) {
    auto const bracket = text.rfind(']');
    auto const colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
    auto host = parse_host(text.substr(0, colon));
    if (!host) return std::nullopt;
    if (colon == std::string_view::npos) return Authority{std::move(*host), std::nullopt};
    auto const port = parse_port(text.substr(colon + 1));
    if (!port) return std::nullopt;
    return Authority{std::move(*host), port};
}

std::optional<Origin> parse_origin(std::string_view text) {
    auto const end = text.find("://");
    if (end == std::string_view::npos) return std::nullopt;
    auto const scheme = lower(text.substr(0, end));
    if (scheme != "http" && scheme != "https") return std::nullopt;
    auto const authority = parse_authority(text.substr(end + 3));
    if (!authority) return std::nullopt;
    return origin_of(*authority, scheme == "https");
}

Origin origin_of(Authority const& authority, bool secure) {
    return {secure, authority.host, authority.port.value_or(secure ? kHttpsPort : kHttpPort)};
}

} // namespace watchpost
