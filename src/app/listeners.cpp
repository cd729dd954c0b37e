#include "listeners.hpp"

#include <watchpost/core/printable.hpp>
#include <watchpost/net/address.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace watchpost::app {
namespace {

constexpr auto kOnlyThisMachine = "only this machine is let in: set a password (watchpost passwd NAME) or make a token "
                                  "(watchpost token new --kind KIND --name NAME)";
constexpr auto kStaysOpen = "every password and token is gone: others reach the daemon, and cannot come in, until it "
                            "is started again";
constexpr auto kCannotWiden = "others cannot be let in, only this machine is: ";

bool is_narrow(Door const& door) {
    return door.reach() == Door::Reach::narrow;
}

bool is_wide(Door const& door) {
    return door.reach() == Door::Reach::wide;
}

/// No browser goes to 0.0.0.0 or [::].
std::string clickable(boost::asio::ip::tcp::endpoint const& at) {
    return at.address().is_unspecified() ? "localhost:" + std::to_string(at.port()) : net::host_and_port(at);
}

} // namespace

std::optional<Error> Listeners::open(settings::Settings const& settings, net::HttpServer::TlsSource tls,
                                     bool has_credentials) {
    has_credentials_ = has_credentials;
    auto const plain = [this](net::ListeningSocket socket) { return server_.listen(std::move(socket)); };
    auto const secure = [this, tls](net::ListeningSocket socket) { return server_.listen_tls(std::move(socket), tls); };
    doors_.emplace_back(Door::Wish{"http", settings.listen.address, settings.listen.port}, notifier_, plain);
    if (settings.tls.is_on())
        doors_.emplace_back(Door::Wish{"https", settings.tls.address, settings.tls.port}, notifier_, secure);
    for (auto& door : doors_)
        door.claim(handed_, has_credentials);
    drop_rest();
    for (auto& door : doors_)
        if (auto problem = door.open()) return problem;
    if (!has_credentials) tell_without_credentials(false);
    return std::nullopt;
}

void Listeners::drop_rest() {
    for (auto const& one : handed_) {
        spdlog::warn("a socket that listens on {} was handed over as \"{}\" and is not used: nothing of this name is "
                     "served, see FileDescriptorName= in systemd.socket(5)",
                     net::host_and_port(one.socket.at), printable(one.name));
        if (!one.name.starts_with(kStored)) continue;
        net::shut_down(one.socket); // the store has it too, and whoever came would wait in vain
        notifier_.unstore(one.name);
    }
    handed_.clear();
}

bool Listeners::on_credentials(bool has_credentials) {
    bool const had_them = std::exchange(has_credentials_, has_credentials);
    if (has_credentials) return widen_all();
    tell_without_credentials(had_them);
    return false;
}

void Listeners::tell_without_credentials(bool had_them) {
    auto const all = places();
    bool const is_closed =
        std::all_of(all.begin(), all.end(), [](auto const& at) { return at.address().is_loopback(); });
    if (is_closed && std::any_of(doors_.begin(), doors_.end(), is_narrow)) tell(kOnlyThisMachine);
    if (had_them && std::any_of(doors_.begin(), doors_.end(), is_wide)) tell(kStaysOpen);
}

bool Listeners::widen_all() {
    bool any = false;
    reach_.clear();
    for (auto& door : doors_) {
        if (!is_narrow(door)) continue;
        if (auto const problem = door.widen()) {
            tell(kCannotWiden + problem->message);
            continue;
        }
        any = true;
        auto const& at = door.places().back();
        spdlog::info("there is a password or a token now: listening on {} too, for everybody who has one",
                     net::host_and_port(at));
    }
    return any;
}

void Listeners::tell(std::string reach) {
    if (reach == reach_) return;
    reach_ = std::move(reach);
    spdlog::info("{}", reach_);
}

Daemon::Address Listeners::address() const {
    auto const plain = doors_.front().places().front();
    Daemon::Address address{"http://" + clickable(plain), net::host_and_port(net::reached_from_here(plain)),
                            plain.port(), "", 0};
    if (doors_.size() < 2) return address;
    auto const secure = doors_.back().places().front();
    address.tls_url = "https://" + clickable(secure);
    address.tls_port = secure.port();
    return address;
}

std::vector<boost::asio::ip::tcp::endpoint> Listeners::places() const {
    std::vector<boost::asio::ip::tcp::endpoint> all;
    for (auto const& door : doors_)
        all.insert(all.end(), door.places().begin(), door.places().end());
    return all;
}

} // namespace watchpost::app
