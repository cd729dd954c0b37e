#include <watchpost/core/ip_address.hpp>

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace watchpost {
namespace {

constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr int kMappedBits = 96;

/// The bits of this byte that belong to a prefix of so many bits.
std::uint8_t mask_of(std::size_t byte, int bits) {
    int const here = std::clamp(bits - static_cast<int>(byte) * 8, 0, 8);
    return static_cast<std::uint8_t>(0xff00U >> here);
}

} // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    std::string const word(text);
    if (word.find('\0') != std::string::npos) return std::nullopt;
    std::array<std::uint8_t, 16> bytes{};
    if (::inet_pton(AF_INET6, word.c_str(), bytes.data()) == 1) return IpAddress(bytes);
    std::copy(kMapped.begin(), kMapped.end(), bytes.begin());
    if (::inet_pton(AF_INET, word.c_str(), bytes.data() + kMapped.size()) == 1) return IpAddress(bytes);
    return std::nullopt;
}

bool IpAddress::is_v4() const {
    return std::equal(kMapped.begin(), kMapped.end(), bytes_.begin());
}

bool IpAddress::is_loopback() const {
    if (is_v4()) return bytes_[kMapped.size()] == 127;
    std::array<std::uint8_t, 16> one{};
    one.back() = 1;
    return bytes_ == one;
}

std::string IpAddress::to_string() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    bool const v4 = is_v4();
    auto const* const from = bytes_.data() + (v4 ? kMapped.size() : 0);
    return ::inet_ntop(v4 ? AF_INET : AF_INET6, from, text.data(), text.size());
}

IpAddress IpAddress::place() const {
    if (is_v4()) return *this;
    auto bytes = bytes_;
    std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
    return IpAddress(bytes);
}

std::optional<IpRange> IpRange::parse(std::string_view text) {
    auto const slash = text.find('/');
    auto const first = IpAddress::parse(text.substr(0, slash));
    if (!first) return std::nullopt;
    bool const short_form = first->is_v4() && text.find(':') == std::string_view::npos;
    int const offset = short_form ? kMappedBits : 0;
    int bits = 128 - offset;
    if (slash != std::string_view::npos) {
        auto const number = text.substr(slash + 1);
        auto const read = std::from_chars(number.data(), number.data() + number.size(), bits);
        if (number.empty() || read.ec != std::errc{} || read.ptr != number.data() + number.size()) return std::nullopt;
        if (bits < 0 || bits > 128 - offset) return std::nullopt;
    }
    IpRange const range(*first, bits + offset);
    for (std::size_t i = 0; i < first->bytes_.size(); ++i)
        if ((first->bytes_[i] & ~mask_of(i, range.bits_) & 0xff) != 0) return std::nullopt;
    return range;
}

std::optional<IpRange> IpRange::around(IpAddress const& address, int bits) {
    if (address.is_v4() || bits < 0 || bits > 128) return std::nullopt;
    auto first = address;
    for (std::size_t i = 0; i < first.bytes_.size(); ++i)
        first.bytes_[i] &= mask_of(i, bits);
    return IpRange(first, bits);
}

bool IpRange::contains(IpAddress const& address) const {
    if (address.is_v4() != first_.is_v4()) return false;
    for (std::size_t i = 0; i < first_.bytes_.size(); ++i)
        if (((first_.bytes_[i] ^ address.bytes_[i]) & mask_of(i, bits_)) != 0) return false;
    return true;
}

} // namespace watchpost
