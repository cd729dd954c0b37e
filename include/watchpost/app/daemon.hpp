#pragma once

#include <watchpost/app/handed_sockets.hpp>
#include <watchpost/core/clock.hpp>
#include <watchpost/core/result.hpp>
#include <watchpost/settings/settings.hpp>

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace watchpost::app {

/// The daemon without its process: everything that one `io_context` on one thread runs. Tests run it with a clock of
/// their own and port 0.
class Daemon {
public:
    /// `loop` and `clock` live longer than the daemon. `handed` comes before the addresses of the settings.
    Daemon(boost::asio::io_context& loop, Clock const& clock, settings::Settings settings,
           std::vector<HandedSocket> handed = {});
    ~Daemon();

    struct Address {
        std::string url;  ///< "http://127.0.0.1:3000": it works when somebody clicks on it
        std::string dial; ///< "127.0.0.1:3000": where a program on this machine reaches it
        unsigned short port = 0;
        std::string tls_url;         ///< "https://127.0.0.1:3443"; empty without TLS
        unsigned short tls_port = 0; ///< 0 without TLS
    };

    /// Loads the dashboard and the certificate, and binds the listeners. After an error the daemon is of no use.
    Result<Address> start();

    /// Deadlines are looked at within 50 ms from now, and go on to be: for whoever has moved the clock.
    void hurry();

    /// Everyone is closed properly and the loop runs dry within 4 s.
    void stop();

    /// The new board tokens, secrets, names, proxies, stations, certificate and log level count from now on; nobody is
    /// dropped. Other changes wait for a restart, and the log says so.
    void reload(settings::Settings settings);

    /// The same with what `read` answers; an error leaves everything as it was, loudly. `read` is called beside the
    /// loop, and owns what it uses.
    using ReadSettings = std::function<Result<settings::Settings>()>;
    void reload(ReadSettings read);

private:
    class Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace watchpost::app
