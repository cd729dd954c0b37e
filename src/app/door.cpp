#include "door.hpp"

#include <watchpost/net/address.hpp>
#include <watchpost/settings/settings.hpp>

#include <spdlog/spdlog.h>

#include <utility>

namespace watchpost::app {
namespace {

std::string const kThisMachine = "127.0.0.1";

std::vector<HandedSocket> take(std::vector<HandedSocket>& handed, std::string const& name) {
    std::vector<HandedSocket> taken;
    std::vector<HandedSocket> others;
    for (auto& one : handed)
        (one.name == name ? taken : others).push_back(std::move(one));
    handed.swap(others);
    return taken;
}

/// At every address: IPv4 alone where IPv6 is off.
Result<net::ListeningSocket> listen_everywhere(unsigned short port, net::Sharing sharing) {
    auto both = net::listen_on("::", port, sharing);
    return both ? std::move(both) : net::listen_on("0.0.0.0", port, sharing);
}

} // namespace

void Door::claim(std::vector<HandedSocket>& handed, bool wide) {
    given_ = take(handed, wish_.name);
    auto stored = take(handed, stored_name());
    // First out, then in: the manager knows them by nothing but the name.
    if (!stored.empty()) notifier_.unstore(stored_name());
    if (given_.empty() && wish_.address == settings::kAutoAddress) reach_ = wide ? Reach::wide : Reach::narrow;
    for (auto& one : stored) {
        if (given_.empty() && !kept_ && is_wanted(one))
            kept_.emplace(std::move(one.socket));
        else
            let_go(one);
    }
}

std::optional<Error> Door::open() {
    return given_.empty() ? open_own() : open_given();
}

std::optional<Error> Door::open_given() {
    for (auto& one : std::exchange(given_, {})) {
        spdlog::info("{}: listening on {}, a socket that the service manager handed over; the configuration's address "
                     "and port do not count",
                     wish_.name, net::host_and_port(one.socket.at));
        if (auto problem = begin(std::move(one.socket))) return problem;
    }
    return std::nullopt;
}

std::optional<Error> Door::open_own() {
    auto socket = kept_ ? Result<net::ListeningSocket>(*std::exchange(kept_, std::nullopt)) : bind();
    if (!socket) return socket.error();
    if (reach_ == Reach::narrow) net::let_wider_in(*socket);
    notifier_.store(stored_name(), socket->descriptor.value());
    return begin(std::move(*socket));
}

Result<net::ListeningSocket> Door::bind() const {
    switch (reach_) {
    case Reach::fixed:
        break;
    case Reach::narrow:
        return net::listen_on(kThisMachine, wish_.port);
    case Reach::wide:
        return listen_everywhere(wish_.port, net::Sharing::alone);
    }
    return net::listen_on(wish_.address, wish_.port);
}

std::optional<Error> Door::widen() {
    auto socket = listen_everywhere(places_.front().port(), net::Sharing::beside);
    if (!socket) return socket.error();
    reach_ = Reach::wide;
    notifier_.unstore(stored_name());
    notifier_.store(stored_name(), socket->descriptor.value());
    return begin(std::move(*socket));
}

bool Door::is_wanted(HandedSocket const& stored) const {
    auto const& at = stored.socket.at;
    if (wish_.port != 0 && at.port() != wish_.port) return false;
    if (reach_ == Reach::wide) return at.address().is_unspecified();
    auto const& wanted = reach_ == Reach::narrow ? kThisMachine : wish_.address;
    return at.address() == boost::asio::ip::make_address(wanted);
}

/// The store has it too, and would keep its port and let those wait who come to it.
void Door::let_go(HandedSocket const& stored) const {
    spdlog::info("{}: {}, where an earlier process listened, is given up", wish_.name,
                 net::host_and_port(stored.socket.at));
    net::shut_down(stored.socket);
}

std::optional<Error> Door::begin(net::ListeningSocket socket) {
    auto const at = socket.at;
    auto problem = accept_(std::move(socket));
    if (!problem) places_.push_back(at);
    return problem;
}

} // namespace watchpost::app
