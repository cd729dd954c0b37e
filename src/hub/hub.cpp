#include <watchpost/hub/hub.hpp>

namespace watchpost::hub {

SystemStatus Hub::status() const {
    SystemStatus status;
    status.time = clock.wall();
    status.uptime = clock.now() - started;
    status.web_clients = events.subscribers();
    status.viewers = registry.viewers();
    status.invalid_messages = traffic.all_invalid_messages();
    status.default_camera = board.default_camera();
    status.devices = board.devices();
    status.stations = stations.list();
    return status;
}

} // namespace watchpost::hub
