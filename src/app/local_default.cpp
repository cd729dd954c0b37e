#include "local_default.hpp"

#include <watchpost/doctor/container.hpp>

namespace watchpost::app {

settings::LoadRequest with_local_default(settings::LoadRequest configuration) {
    if (doctor::container_sign(doctor::read_container_facts()))
        configuration.defaults.local_access = settings::LocalAccess::none;
    return configuration;
}

} // namespace watchpost::app
