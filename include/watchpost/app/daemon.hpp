#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/result.hpp>
#include <watchpost/settings/settings.hpp>

#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>

namespace watchpost::app {

/// The daemon without its process: everything that one `io_context` on one thread runs. Tests run it with a clock of
/// their own and port 0.
class Daemon {
public:
    /// `loop` and `clock` live longer than the daemon.
    Daemon(boost::asio::io_context& loop, Clock const& clock, settings::Settings settings);
    ~Daemon();

    struct Address {
        std::string url; ///< "http://127.0.0.1:3000"
        unsigned short port = 0;
    };

    /// Loads the dashboard and binds the listener. After an error the daemon is of no use.
    Result<Address> start();

    /// Everyone is closed properly and the loop runs dry within 4 s.
    void stop();

    /// The new board tokens, secrets, names, proxies, stations and log level count from now on; nobody is dropped.
    /// Other changes wait for a restart, and the log says so.
    void reload(settings::Settings settings);

private:
    class Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace watchpost::app
