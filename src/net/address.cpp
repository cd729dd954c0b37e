#include <watchpost/net/address.hpp>

namespace watchpost::net {

namespace ip = boost::asio::ip;

ip::address canonical(ip::address const& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    return address;
}

std::string host_and_port(ip::address const& address, unsigned short port) {
    auto const host = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
    return host + ":" + std::to_string(port);
}

} // namespace watchpost::net
