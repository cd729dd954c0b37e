#include "reloadable.hpp"

namespace watchpost::app {

bool take_reloadable(settings::Settings& in_force, settings::Settings const& loaded) {
    in_force.boards = loaded.boards;
    in_force.stations = loaded.stations;
    in_force.behind_proxy = loaded.behind_proxy;
    in_force.local_access = loaded.local_access;
    in_force.trusted_proxies = loaded.trusted_proxies;
    in_force.host_names = loaded.host_names;
    in_force.allowed_origins = loaded.allowed_origins;
    in_force.frame_ancestors = loaded.frame_ancestors;
    in_force.tls.hsts = loaded.tls.hsts;
    in_force.log_level = loaded.log_level;
    in_force.control = loaded.control;
    in_force.photos = loaded.photos;
    return loaded.tls.is_on() != in_force.tls.is_on() || loaded.tls.address != in_force.tls.address ||
           loaded.tls.port != in_force.tls.port || loaded.listen.address != in_force.listen.address ||
           loaded.listen.port != in_force.listen.port || loaded.static_dir != in_force.static_dir ||
           loaded.data_dir != in_force.data_dir || loaded.secrets_file != in_force.secrets_file ||
           loaded.limits != in_force.limits;
}

} // namespace watchpost::app
