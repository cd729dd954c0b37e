#include <watchpost/hub/hub.hpp>

namespace watchpost::hub {

SystemStatus Hub::status() const {
    SystemStatus status;
    status.time = clock.wall();
    status.uptime = clock.now() - started;
    status.web_clients = events.subscribers();
    status.viewers = registry.viewers();
    status.viewer_list = registry.viewer_list();
    status.invalid_messages = traffic.all_invalid_messages();
    status.default_camera = board.default_camera();
    status.devices = board.devices();
    status.stations = stations.list();
    return status;
}

void Hub::refresh_rates() {
    board.refresh_rates();
    registry.tell_owed();
    if (events.subscribers() > 0 && registry.viewers() > 0) board.touch();
}

void Hub::on_forgotten(DeviceKey const& key) {
    links.forget(key);
    commands.forget(key);
}

} // namespace watchpost::hub
