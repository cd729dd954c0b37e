#include "support/daemon_in_process.hpp"

#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"

#include <watchpost/app/daemon.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <future>
#include <optional>
#include <stdexcept>
#include <thread>

namespace watchpost::test {

struct DaemonInProcess::Running {
    explicit Running(settings::Settings settings) {
        settings.listen.port = 0;
        settings.tls.port = 0;
        settings.static_dir = WATCHPOST_SOURCE_DIR "/static";
        if (settings.data_dir == settings::Settings{}.data_dir) settings.data_dir = data.path();
        daemon.emplace(loop, clock, std::move(settings));
        auto const started = daemon->start();
        if (!started) throw std::runtime_error(started.error().message);
        address = *started;
        thread = std::thread([this] { loop.run(); });
    }

    void on_loop(std::function<void()> const& work) {
        std::promise<void> done;
        boost::asio::post(loop, [&] {
            work();
            done.set_value();
        });
        // After the loop ran dry nobody would do it any more, and there is nothing left to do it to.
        auto result = done.get_future();
        while (result.wait_for(std::chrono::milliseconds(10)) != std::future_status::ready)
            if (loop.stopped()) return;
    }

    TemporaryFolder data;
    boost::asio::io_context loop{1};
    ManualClock clock;
    std::optional<app::Daemon> daemon;
    app::Daemon::Address address;
    std::thread thread;
};

DaemonInProcess::DaemonInProcess(settings::Settings settings)
    : running_(std::make_unique<Running>(std::move(settings))) {}

DaemonInProcess::~DaemonInProcess() {
    stop();
    advance(std::chrono::seconds(5));
    running_->thread.join();
}

unsigned short DaemonInProcess::port() const {
    return running_->address.port;
}
unsigned short DaemonInProcess::tls_port() const {
    return running_->address.tls_port;
}

void DaemonInProcess::advance(std::chrono::milliseconds by) {
    // An answer that the test has read may have completions on the loop yet; each post goes behind them.
    for (int i = 0; i < 8; ++i)
        running_->on_loop([] {});
    running_->on_loop([this, by] {
        running_->clock.advance(by);
        running_->daemon->hurry();
    });
}

void DaemonInProcess::let_beat() {
    std::promise<void> done;
    boost::asio::steady_timer later{running_->loop};
    // The daemon's own timer expires within the 50 ms of its beat, that is before this one.
    running_->on_loop([&] {
        running_->daemon->hurry();
        later.expires_after(std::chrono::milliseconds(60));
        later.async_wait([&done](boost::system::error_code) { done.set_value(); });
    });
    done.get_future().wait();
}

void DaemonInProcess::jump_wall(std::chrono::seconds by) {
    running_->on_loop([this, by] { running_->clock.jump_wall(by); });
}

void DaemonInProcess::stop() {
    running_->on_loop([this] { running_->daemon->stop(); });
}

void DaemonInProcess::reload(settings::Settings settings) {
    running_->on_loop([this, &settings] { running_->daemon->reload(std::move(settings)); });
}

} // namespace watchpost::test
