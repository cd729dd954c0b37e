#pragma once

#include "faults.hpp"
#include "handshake.hpp"
#include "simulation.hpp"

#include <watchpost/core/result.hpp>

namespace watchpost::sim {

/// The options, checked and taken apart.
struct Plan {
    SimulationOptions options;
    std::string host;
    std::uint16_t port = 80;
    CameraFirmware firmware = CameraFirmware::standard;
    FaultPlan faults;

    /// Camera or Pico `number`, counted from 0.
    DialTarget camera(int number) const;
    DialTarget pico(int number) const;
};

/// The error names the option, its value and what is allowed. Touches no file.
Result<Plan> make_plan(SimulationOptions options);

} // namespace watchpost::sim
