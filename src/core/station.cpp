#include <watchpost/core/station.hpp>

namespace watchpost {

bool is_preset_name(std::string_view name) {
    return is_device_id(name);
}

} // namespace watchpost
