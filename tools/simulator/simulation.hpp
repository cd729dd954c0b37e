#pragma once

#include <watchpost/core/result.hpp>
#include <watchpost/simulator/options.hpp>

#include <boost/asio/io_context.hpp>

#include <memory>

namespace watchpost::sim {

/// Boards that dial in over real sockets and behave like the flashed ones, quirks included.
///
/// Everything happens on the `io_context` it was made with, which must outlive it and be run by one thread; drawing and
/// encoding a frame takes a few milliseconds of that thread. A link that cannot be made or ends is one log line, and
/// the board dials in again as its firmware would.
class Simulation {
public:
    virtual ~Simulation() = default; ///< as stop()
    /// Boards begin to dial in. Call it once.
    virtual void start() = 0;
    /// Boards that are connected say goodbye with close code 1000; within about a second nothing of the simulation
    /// is left in the io_context. May be called at any time and again.
    virtual void stop() = 0;
};

/// Nothing is dialled yet. An error names the option, its value and what is allowed. Reads the pictures of `source`.
/// Thread: any, but not while another thread runs `context`.
Result<std::unique_ptr<Simulation>> make_simulation(boost::asio::io_context& context, SimulationOptions options);

} // namespace watchpost::sim
