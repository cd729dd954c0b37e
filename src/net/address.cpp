#include <watchpost/net/address.hpp>

namespace watchpost::net {

namespace ip = boost::asio::ip;

ip::address canonical(ip::address const& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    return address;
}

std::string host_and_port(ip::tcp::endpoint const& at) {
    auto const host = at.address().to_string();
    return (at.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(at.port());
}

ip::tcp::endpoint reached_from_here(ip::tcp::endpoint const& at) {
    if (!at.address().is_unspecified()) return at;
    if (at.address().is_v6()) return {ip::address_v6::loopback(), at.port()};
    return {ip::address_v4::loopback(), at.port()};
}

} // namespace watchpost::net
