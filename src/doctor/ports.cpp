#include "checks.hpp"
#include "port_holder.hpp"
#include "service_eyes.hpp"

#include <watchpost/net/address.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace watchpost::doctor {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

/// As the daemon does it, and with the service's rights.
error_code try_to_bind(tcp::endpoint const& endpoint, Machine const& machine) {
    ServiceEyes const eyes(machine.account);
    boost::asio::io_context loop;
    tcp::acceptor acceptor(loop);
    error_code error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    return error;
}

Finding taken(std::string const& thing, std::string const& key, std::uint16_t port, Machine const& machine) {
    auto const holder = holder_of(port, machine.proc);
    if (!holder)
        return {Grade::fail, thing, "taken by a process that this user cannot see",
                "run doctor with sudo to see by whom, or set \"" + key + "\" to another port"};
    auto const who = holder->name + " (process " + holder->id + ")";
    if (holder->name == "watchpost") return {Grade::ok, thing, who + " listens there"};
    if (holder->id == "1")
        return {Grade::warn, thing, who + " holds it, to hand it over",
                "see whether it is for watchpost with: systemctl list-sockets"};
    return {Grade::fail, thing, "taken by " + who, "stop that, or set \"" + key + "\" to another port"};
}

Finding check_port(std::string const& key, std::string const& address, std::uint16_t port, Machine const& machine) {
    auto const thing = key + " " + std::to_string(port);
    if (port == 0) return {Grade::ok, thing, "a free port is taken at each start"};
    error_code no_number; // a word instead of an address stands for more than one: all, then
    auto const number = boost::asio::ip::make_address(address, no_number);
    auto const error = try_to_bind(no_number ? tcp::endpoint(tcp::v4(), port) : tcp::endpoint(number, port), machine);
    if (!error) return {Grade::ok, thing, "free on " + address};
    if (error == boost::asio::error::address_in_use) return taken(thing, key, port, machine);
    if (error == boost::asio::error::access_denied)
        return {Grade::fail, thing, "the service may not have a port below 1024",
                "set \"" + key + "\" to a higher one"};
    return {Grade::fail, thing, "cannot be had on " + address + ": " + error.message(),
            "see which addresses this machine has with: ip address"};
}

} // namespace

Findings check_ports(settings::Settings const& settings, Machine const& machine) {
    Findings findings{check_port("listen.port", settings.listen.address, settings.listen.port, machine)};
    if (settings.tls.is_on())
        findings.push_back(check_port("tls.port", settings.tls.address, settings.tls.port, machine));
    return findings;
}

} // namespace watchpost::doctor
