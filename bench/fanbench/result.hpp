#pragma once

#include "run.hpp"
#include "system_figures.hpp"
#include "viewer.hpp"

#include <memory>
#include <vector>

namespace fanbench {

/// What was read before the measured time, and again behind it.
struct Reading {
    explicit Reading(ServerFigures const& server)
        : server_cpu(server.cpu_seconds())
        , server_ticks(server.ticks())
        , own_cpu(own_cpu_seconds())
        , machine(machine_time()) {}

    double server_cpu;
    ServerFigures::Ticks server_ticks;
    double own_cpu;
    MachineTime machine;
};

/// KiB, of the server unless the name says more.
struct Memory {
    long before = 0, connected = 0, max = 0, end = 0, high_water = 0;
    long tcp_before = 0, tcp_max = 0; ///< the kernel's, of the whole machine
    double slow_queue_max = 0;        ///< of all slow viewers together
};

struct Times {
    double connect = 0; ///< until the last viewer's handshake
    double sending = 0; ///< the measured time
    double whole = 0;   ///< with the time in which the last frames came
};

/// One line of JSON.
void print_result(Run const& run, std::vector<std::unique_ptr<ViewerThread>> const& threads, std::uint64_t expected,
                  Reading const& from, Reading const& to, Memory const& memory, Times const& times);

} // namespace fanbench
