#pragma once

#include "manual_clock.hpp"
#include "temporary_folder.hpp"

#include <watchpost/app/daemon.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <future>
#include <optional>
#include <stdexcept>
#include <thread>

namespace watchpost::test {

/// The daemon on a thread of this process, on port 0, with a clock that the test moves: every deadline of it can be
/// reached at once.
class DaemonInProcess {
public:
    explicit DaemonInProcess(settings::Settings settings = {}) {
        settings.listen.port = 0;
        settings.tls.port = 0;
        settings.static_dir = WATCHPOST_SOURCE_DIR "/static";
        if (settings.data_dir == settings::Settings{}.data_dir) settings.data_dir = data_.path();
        daemon_.emplace(loop_, clock_, std::move(settings));
        auto const address = daemon_->start();
        if (!address) throw std::runtime_error(address.error().message);
        port_ = address->port;
        tls_port_ = address->tls_port;
        thread_ = std::thread([this] { loop_.run(); });
    }

    /// Stops as SIGTERM does; the loop must run dry by itself.
    ~DaemonInProcess() {
        stop();
        advance(std::chrono::seconds(5));
        thread_.join();
    }

    unsigned short port() const { return port_; }
    unsigned short tls_port() const { return tls_port_; } ///< 0 without TLS

    /// First lets the daemon finish what it is in the middle of. What is due at the new time happens at its next beat.
    void advance(std::chrono::milliseconds by) {
        // An answer that the test has read may have completions on the loop yet; each post goes behind them.
        for (int i = 0; i < 8; ++i)
            on_loop([] {});
        on_loop([this, by] {
            clock_.advance(by);
            daemon_->hurry();
        });
    }
    /// Waits until everyone who has deadlines was called with the time of now.
    void let_beat() {
        std::promise<void> done;
        boost::asio::steady_timer later{loop_};
        // The daemon's own timer expires within the 50 ms of its beat, that is before this one.
        on_loop([&] {
            daemon_->hurry();
            later.expires_after(std::chrono::milliseconds(60));
            later.async_wait([&done](boost::system::error_code) { done.set_value(); });
        });
        done.get_future().wait();
    }
    void jump_wall(std::chrono::seconds by) {
        on_loop([this, by] { clock_.jump_wall(by); });
    }
    void stop() {
        on_loop([this] { daemon_->stop(); });
    }
    void reload(settings::Settings settings) {
        on_loop([this, &settings] { daemon_->reload(std::move(settings)); });
    }

private:
    template <class Work>
    void on_loop(Work work) {
        std::promise<void> done;
        boost::asio::post(loop_, [&] {
            work();
            done.set_value();
        });
        // After the loop ran dry nobody would do it any more, and there is nothing left to do it to.
        auto result = done.get_future();
        while (result.wait_for(std::chrono::milliseconds(10)) != std::future_status::ready)
            if (loop_.stopped()) return;
    }

    TemporaryFolder data_;
    boost::asio::io_context loop_{1};
    ManualClock clock_;
    std::optional<app::Daemon> daemon_;
    unsigned short port_ = 0;
    unsigned short tls_port_ = 0;
    std::thread thread_;
};

} // namespace watchpost::test
