#pragma once

#include <set>

namespace fanbench {

/// What /proc tells of the server: seconds of CPU time and KiB. Everything is 0 where there is no pid.
class ServerFigures {
public:
    explicit ServerFigures(int pid)
        : pid_(pid) {}

    /// Of all threads, counted in nanoseconds; -1 where the kernel does not tell.
    double cpu_seconds() const;
    /// The same in the kernel's ticks, divided.
    struct Ticks {
        double user = 0, system = 0;
    };
    Ticks ticks() const;
    long resident_kb() const { return status_kb("VmRSS"); }
    long most_resident_kb() const { return status_kb("VmHWM"); }

private:
    long status_kb(char const* key) const;
    int pid_;
};

/// Of the whole machine, everybody's: KiB that the kernel holds for TCP.
long tcp_memory_kb();

/// How many KiB the kernel holds that a server on `server_port` has written to the peers with these ports and that they
/// have not acknowledged: the queue that a slow viewer is behind.
double queued_kb(int server_port, std::set<int> const& peer_ports);

struct MachineTime {
    double busy = 0, interrupts = 0; ///< seconds, over all cores
};
MachineTime machine_time();

double own_cpu_seconds();

} // namespace fanbench
