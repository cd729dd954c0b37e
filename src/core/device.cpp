#include <watchpost/core/device.hpp>

#include <algorithm>

namespace watchpost {
namespace {

constexpr std::size_t kMaxIdLength = 32;

bool is_alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_id_character(char c) {
    return is_alphanumeric(c) || c == '_' || c == '-';
}

char to_id_character(char c) {
    if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
    return is_id_character(c) ? c : '-';
}

} // namespace

std::string_view to_string(DeviceKind kind) {
    return kind == DeviceKind::esp32cam ? "esp32cam" : "pico";
}

std::optional<DeviceKind> device_kind_from(std::string_view word) {
    if (word == "esp32cam") return DeviceKind::esp32cam;
    if (word == "pico") return DeviceKind::pico;
    return std::nullopt;
}

std::optional<DeviceId> safe_device_id(std::string_view raw) {
    DeviceId id{raw.substr(0, kMaxIdLength)};
    std::transform(id.begin(), id.end(), id.begin(), to_id_character);
    if (std::none_of(id.begin(), id.end(), is_alphanumeric)) return std::nullopt;
    return id;
}

bool is_device_id(std::string_view id) {
    return !id.empty() && id.size() <= kMaxIdLength && std::all_of(id.begin(), id.end(), is_id_character);
}

} // namespace watchpost
