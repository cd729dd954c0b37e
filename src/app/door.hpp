#pragma once

#include "notifier.hpp"

#include <watchpost/app/handed_sockets.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchpost::app {

/// Begins the names in the service manager's store.
inline constexpr std::string_view kStored = "stored-";

/// Where one protocol is spoken: on what a `.socket` unit handed over, whatever the configuration says; else on what an
/// earlier process of ours left in the service manager's store, where the configuration still wants it; else on a
/// socket of its own. What is not the unit's goes into the store, so that nobody is refused during a restart.
class Door {
public:
    /// Begins to accept on a socket.
    using Accept = std::function<std::optional<Error>(net::ListeningSocket)>;

    struct Wish {
        std::string name;    ///< "http" or "https"
        std::string address; ///< as in the settings
        std::uint16_t port = 0;
    };

    /// `notifier` lives longer.
    Door(Wish wish, Notifier& notifier, Accept accept)
        : wish_(std::move(wish))
        , notifier_(notifier)
        , accept_(std::move(accept)) {}

    /// Takes out of `handed` what has its name, and gives up what an earlier process left where it is not wanted any
    /// more. `wide`: what kAutoAddress means now.
    void claim(std::vector<HandedSocket>& handed, bool wide);
    /// Begins to accept. Behind the claims of all doors: one may want the port that another had.
    std::optional<Error> open();

    /// How far kAutoAddress opens it; `fixed` is one that has an address of its own.
    enum class Reach { fixed, narrow, wide };
    Reach reach() const { return reach_; }
    /// Accepts at every address of this machine from now on, and goes on at the narrow one: nobody notices.
    std::optional<Error> widen();

    /// Where it accepts; not empty once it is open.
    std::vector<boost::asio::ip::tcp::endpoint> const& places() const { return places_; }

private:
    std::optional<Error> open_given();
    std::optional<Error> open_own();
    bool is_wanted(HandedSocket const& stored) const;
    Result<net::ListeningSocket> bind() const;
    std::optional<Error> begin(net::ListeningSocket socket);
    void let_go(HandedSocket const& stored) const;
    std::string stored_name() const { return std::string(kStored) + wish_.name; }

    Wish wish_;
    Notifier& notifier_;
    Accept accept_;
    std::vector<HandedSocket> given_;          ///< from `claim` to `open`
    std::optional<net::ListeningSocket> kept_; ///< likewise
    std::vector<boost::asio::ip::tcp::endpoint> places_;
    Reach reach_ = Reach::fixed;
};

} // namespace watchpost::app
