#pragma once

#include "machine.hpp"

#include <watchpost/core/shared_question.hpp>
#include <watchpost/hub/hub.hpp>
#include <watchpost/net/http_message.hpp>

#include <filesystem>
#include <functional>
#include <optional>

namespace watchpost::api {

/// How the machine does, asked beside the loop. Loop thread only.
class MachineWatch {
public:
    struct Seen {
        MachineLoad load;
        std::optional<double> cpu_percent; ///< since the question before; the first time since the machine started
    };

    MachineWatch(Workers& workers, std::filesystem::path folder);

    /// Calls `tell` when it is known, unless the guard, which this outlives, has gone before.
    Guard ask(std::function<void(Seen const&)> tell);

private:
    SharedQuestion<MachineLoad> load_;
    CpuTimes times_;
    std::optional<double> cpu_percent_;
};

net::Answer get_status(hub::Hub& hub, MachineWatch& machine);
net::Answer get_esp32cam_status(hub::Hub const& hub);

} // namespace watchpost::api
