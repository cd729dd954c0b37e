#include "legacy_status.hpp"

#include "legacy.hpp"

namespace watchpost::api {
namespace {

namespace legacy = protocol::legacy;

/// Between questions that come at once there is nothing to measure; 10 ms each on most machines.
constexpr std::uint64_t kLeastTicks = 20;

legacy::Overview overview_of(hub::Hub const& hub, MachineWatch::Seen const& seen) {
    legacy::Overview overview;
    auto const camera = legacy_camera(hub);
    auto const pico = legacy_pico(hub);
    overview.camera_online = camera && camera->online;
    overview.pico_online = pico && pico->online;
    if (pico) overview.pico_last_seen = pico->last_seen;
    overview.ram_percent = seen.load.ram_percent;
    overview.cpu_percent = seen.cpu_percent;
    overview.free_percent = seen.load.free_percent;
    return overview;
}

} // namespace

MachineWatch::MachineWatch(Workers& workers, std::filesystem::path folder)
    : load_(workers, [folder = std::move(folder)] { return read_machine(folder); }) {}

Guard MachineWatch::ask(std::function<void(Seen const&)> tell) {
    return load_.ask([this, tell_it = std::move(tell)](MachineLoad const& load) {
        if (load.cpu && load.cpu->total >= times_.total + kLeastTicks) {
            cpu_percent_ = cpu_percent(times_, *load.cpu);
            times_ = *load.cpu;
        }
        tell_it({load, cpu_percent_});
    });
}

net::Answer get_status(hub::Hub& hub, MachineWatch& machine) {
    net::LaterAnswer later;
    later.begin = [&hub, &machine](net::LaterAnswer::Done done) {
        return machine.ask([&hub, tell = std::move(done)](MachineWatch::Seen const& seen) {
            tell(legacy_answer(legacy::overview_document(overview_of(hub, seen))));
        });
    };
    // A disk that hangs is no reason not to say how the boards do.
    later.limit = std::chrono::seconds(3);
    later.at_limit = [&hub] { return legacy_answer(legacy::overview_document(overview_of(hub, {}))); };
    return later;
}

net::Answer get_esp32cam_status(hub::Hub const& hub) {
    auto const camera = legacy_camera(hub);
    if (!camera) return legacy_answer(legacy::camera_status_document(false, {}, {}));
    return legacy_answer(legacy::camera_status_document(camera->online, camera->key.id, camera->last_seen));
}

} // namespace watchpost::api
