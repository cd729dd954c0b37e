#include <watchpost/core/device.hpp>

#include <algorithm>

namespace watchpost {
namespace {

constexpr std::size_t kMaxIdLength = 32;

bool is_id_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

bool is_hex_digit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Six bytes in two digits each, with one and the same sign between them.
bool is_mac_address(std::string_view raw) {
    constexpr std::size_t length = 17;
    if (raw.size() != length || (raw[2] != ':' && raw[2] != '-')) return false;
    for (std::size_t i = 0; i < length; ++i)
        if (i % 3 == 2 ? raw[i] != raw[2] : !is_hex_digit(raw[i])) return false;
    return true;
}

char to_id_character(char c) {
    if (c >= 'A' && c <= 'F') return static_cast<char>(c - 'A' + 'a');
    return c == ':' ? '-' : c;
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

std::optional<DeviceId> device_id_from(std::string_view raw) {
    if (is_device_id(raw)) return DeviceId(raw);
    if (!is_mac_address(raw)) return std::nullopt;
    DeviceId id{raw};
    std::transform(id.begin(), id.end(), id.begin(), to_id_character);
    return id;
}

bool is_device_id(std::string_view id) {
    return !id.empty() && id.size() <= kMaxIdLength && std::all_of(id.begin(), id.end(), is_id_character);
}

} // namespace watchpost
