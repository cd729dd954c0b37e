#pragma once

#include "machine.hpp"

#include <watchpost/core/workers.hpp>
#include <watchpost/hub/hub.hpp>
#include <watchpost/net/http_message.hpp>

#include <filesystem>
#include <functional>
#include <memory>

namespace watchpost::api {

/// How the machine does, asked beside the loop. Loop thread only.
class MachineWatch {
public:
    struct Seen {
        MachineLoad load;
        std::optional<double> cpu_percent; ///< since the question before; the first time since the machine started
    };

    MachineWatch(Workers& workers, std::filesystem::path folder)
        : workers_(workers)
        , folder_(std::move(folder))
        , memory_(std::make_shared<Memory>()) {}

    void ask(std::function<void(Seen const&)> tell);

private:
    struct Memory {
        CpuTimes times;
        std::optional<double> cpu_percent;
    };

    Workers& workers_;
    std::filesystem::path folder_;
    std::shared_ptr<Memory> memory_; ///< outlives the watch while a worker is asked
};

net::Answer get_status(hub::Hub& hub, MachineWatch& machine);
net::Answer get_esp32cam_status(hub::Hub const& hub);

} // namespace watchpost::api
