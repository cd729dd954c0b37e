#include "simulation_thread.hpp"

#include <boost/asio/post.hpp>

namespace watchpost::app {

SimulationThread::~SimulationThread() {
    if (!thread_.joinable()) return;
    boost::asio::post(loop_, [this] { simulation_->stop(); });
    thread_.join();
}

Result<std::monostate> SimulationThread::start(sim::SimulationOptions options) {
    auto made = sim::make_simulation(loop_, std::move(options));
    if (!made) return made.error();
    simulation_ = std::move(*made);
    simulation_->start();
    thread_ = std::thread([this] { loop_.run(); });
    return std::monostate{};
}

} // namespace watchpost::app
