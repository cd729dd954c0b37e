#include <watchpost/auth/own_links.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

namespace watchpost::auth {
namespace {

/// Without netlink, which the service's unit does not allow.
constexpr auto kInterfaces = "/proc/self/net/if_inet6";

std::optional<int> hex(std::string_view text) {
    int number = 0;
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, number, 16);
    if (text.empty() || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return number;
}

std::optional<IpAddress> address_in(std::string_view digits) {
    std::array<std::uint8_t, 16> bytes{};
    if (digits.size() != 2 * bytes.size()) return std::nullopt;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto const byte = hex(digits.substr(2 * i, 2));
        if (!byte || *byte < 0) return std::nullopt;
        bytes[i] = static_cast<std::uint8_t>(*byte);
    }
    return IpAddress::from_v6(bytes);
}

/// Of a line "ADDRESS INDEX BITS SCOPE FLAGS NAME", all but the name in hexadecimal digits.
std::optional<IpRange> prefix_in(std::string_view line) {
    std::array<std::string_view, 3> words;
    for (auto& word : words) {
        auto const end = line.find(' ');
        if (end == std::string_view::npos) return std::nullopt;
        word = line.substr(0, end);
        line.remove_prefix(end + 1);
    }
    auto const address = address_in(words[0]);
    auto const bits = hex(words[2]);
    if (!address || address->is_loopback() || !bits || *bits < OwnLinks::kWidest) return std::nullopt;
    return IpRange::around(*address, *bits);
}

} // namespace

IpAddress OwnLinks::place_of(IpAddress const& address) const {
    static auto const always = {*IpRange::parse("fe80::/10"), *IpRange::parse("fc00::/7")};
    auto const holds = [&address](IpRange const& range) { return range.contains(address); };
    bool const is_near =
        std::any_of(always.begin(), always.end(), holds) || std::any_of(prefixes_.begin(), prefixes_.end(), holds);
    return is_near ? address : address.place();
}

std::vector<IpRange> prefixes_in(std::string_view if_inet6) {
    std::vector<IpRange> prefixes;
    while (!if_inet6.empty()) {
        auto const line = if_inet6.substr(0, if_inet6.find('\n'));
        if_inet6.remove_prefix(std::min(line.size() + 1, if_inet6.size()));
        auto const prefix = prefix_in(line);
        if (prefix && std::find(prefixes.begin(), prefixes.end(), *prefix) == prefixes.end())
            prefixes.push_back(*prefix);
    }
    return prefixes;
}

OwnLinks read_own_links() {
    std::ifstream file(kInterfaces);
    std::string const text{std::istreambuf_iterator<char>(file), {}};
    return OwnLinks(prefixes_in(text));
}

} // namespace watchpost::auth
