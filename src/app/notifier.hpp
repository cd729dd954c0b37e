#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace watchpost::app {

/// Speaks to the service manager that started us (sd_notify(3)); without one, that is without $NOTIFY_SOCKET, to
/// nobody. A manager that reads nothing for long makes its senders wait: say little. Loop thread only.
class Notifier {
public:
    /// `status` is one line for people.
    void ready(std::string const& status);
    void status(std::string const& status);
    /// `ready` follows.
    void reloading();
    void stopping();
    /// For its watchdog.
    void alive();

    /// The manager keeps the socket under this name, and hands it to the next process of ours.
    void store(std::string const& name, int descriptor);
    /// It closes all of this name.
    void unstore(std::string const& name);

private:
    void tell(std::string const& message, int const* descriptor = nullptr);

    bool has_failed_ = false;
};

/// How long the service manager waits for `alive` before it restarts us; nothing when it does not.
std::optional<std::chrono::microseconds> watchdog_limit();

} // namespace watchpost::app
