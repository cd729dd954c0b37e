#pragma once

#include <watchpost/settings/settings.hpp>

#include <chrono>
#include <memory>

namespace watchpost::test {

/// A configuration with one board, the Pico "pan-tilt", whose token is "token".
inline settings::Settings with_a_pico() {
    settings::Settings settings;
    settings.boards = {{"pan-tilt", DeviceKind::pico, "token"}};
    return settings;
}

/// The daemon on a thread of this process, on port 0, with a clock that the test moves: every deadline of it can be
/// reached at once.
class DaemonInProcess {
public:
    explicit DaemonInProcess(settings::Settings settings = {});
    DaemonInProcess(DaemonInProcess const&) = delete;
    DaemonInProcess& operator=(DaemonInProcess const&) = delete;
    /// Stops as SIGTERM does; the loop must run dry by itself.
    ~DaemonInProcess();

    unsigned short port() const;
    unsigned short tls_port() const; ///< 0 without TLS

    /// First lets the daemon finish what it is in the middle of. What is due at the new time happens at its next beat.
    void advance(std::chrono::milliseconds by);
    /// Waits until everyone who has deadlines was called with the time of now.
    void let_beat();
    void jump_wall(std::chrono::seconds by);
    void stop();
    void reload(settings::Settings settings);

private:
    struct Running; ///< what includes Asio, which thirty files of tests need not read
    std::unique_ptr<Running> running_;
};

} // namespace watchpost::test
