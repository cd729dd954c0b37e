#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace watchpost {

/// An IPv4 or IPv6 address in its one form: IPv4 mapped into IPv6 is IPv4 (SECURITY rule 3).
class IpAddress {
public:
    /// The unspecified IPv6 address.
    IpAddress() = default;

    /// As people and headers write it, without brackets, port and zone.
    static std::optional<IpAddress> parse(std::string_view text);
    /// From the 16 bytes of an IPv6 address, in network order.
    static IpAddress from_v6(std::array<std::uint8_t, 16> const& bytes) { return IpAddress(bytes); }

    bool is_v4() const;
    /// 127.0.0.0/8 or ::1.
    bool is_loopback() const;
    std::string to_string() const;

    /// What counts as one place: an IPv4 address itself, the /64 of an IPv6 one.
    IpAddress place() const;

    auto operator<=>(IpAddress const&) const = default;

private:
    friend class IpRange;
    explicit IpAddress(std::array<std::uint8_t, 16> const& bytes)
        : bytes_(bytes) {}

    std::array<std::uint8_t, 16> bytes_{}; ///< IPv4 in its mapped form
};

/// Addresses that begin with the same bits.
class IpRange {
public:
    /// "10.0.0.0/8", "fd00::/8", or one address. Nothing when bits behind the prefix are set.
    static std::optional<IpRange> parse(std::string_view text);
    /// The IPv6 addresses that begin as `address` does, for 0 to 128 `bits`. Nothing for an IPv4 address.
    static std::optional<IpRange> around(IpAddress const& address, int bits);

    /// A range of IPv6 addresses holds no IPv4 address.
    bool contains(IpAddress const& address) const;

    bool operator==(IpRange const&) const = default;

private:
    IpRange(IpAddress first, int bits)
        : first_(first)
        , bits_(bits) {}

    IpAddress first_;
    int bits_; ///< of the IPv6 form
};

} // namespace watchpost
