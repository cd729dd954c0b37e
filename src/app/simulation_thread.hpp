#pragma once

#include <watchpost/core/result.hpp>
#include <watchpost/sim/simulation.hpp>

#include <boost/asio/io_context.hpp>

#include <memory>
#include <thread>
#include <variant>

namespace watchpost::app {

/// Simulated boards beside the daemon in one process: on a thread and a loop of their own, since they draw pictures,
/// and joined to it by nothing but sockets.
class SimulationThread {
public:
    SimulationThread() = default;
    /// Stops the boards and waits for the thread.
    ~SimulationThread();
    SimulationThread(SimulationThread const&) = delete;
    SimulationThread& operator=(SimulationThread const&) = delete;

    /// Call once.
    Result<std::monostate> start(sim::SimulationOptions options);

private:
    boost::asio::io_context loop_{1};
    std::unique_ptr<sim::Simulation> simulation_;
    std::thread thread_;
};

} // namespace watchpost::app
