#include <watchpost/protocol/json_text.hpp>
#include <watchpost/protocol/legacy.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace watchpost::protocol::legacy {
namespace {

/// What the old interface lets through (PROTOCOL section 8); no board knows most of it.
constexpr std::array<std::string_view, 21> kActions{
    "capture_photo",   "reset_position", "emergency_stop",  "system_reboot", "flash_on",      "flash_off",
    "start_recording", "stop_recording", "save_to_gallery", "buzzer",        "led",           "motor",
    "relay",           "custom",         "servo_reset",     "camera_reset",  "system_status", "get_logs",
    "clear_logs",      "backup_system",  "restore_system"};

constexpr char const* kBody = "body";

std::string range(int lowest, int highest) {
    return "it must be a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest);
}

Read<Json> object_of(std::string_view body) {
    auto object = parse_object(body);
    if (!object) return Invalid{kBody, "", "the body is " + object.error().message, "json_invalid"};
    return std::move(*object);
}

/// `otherwise` when it is missing, or null.
Read<int> whole(Json const& object, char const* name, int lowest, int highest, int otherwise) {
    auto const it = object.find(name);
    if (it == object.end() || it->is_null()) return otherwise;
    if (auto const value = Fields{object}.whole(name, lowest, highest)) return static_cast<int>(*value);
    return Invalid{kBody, name, range(lowest, highest), it->is_number() ? "out_of_range" : "int_type"};
}

Read<bool> yes_or_no(Json const& object, char const* name, bool otherwise) {
    auto const it = object.find(name);
    if (it == object.end() || it->is_null()) return otherwise;
    if (it->is_boolean()) return it->get<bool>();
    return Invalid{kBody, name, "it must be true or false", "bool_type"};
}

/// The path under which the old page finds a photo.
std::string url_of(StoredPhoto const& photo) {
    return "/gallery/" + photo.id + ".jpg";
}

std::string_view word(Status status) {
    return status == Status::success ? "success" : status == Status::warning ? "warning" : "error";
}

std::string_view online(bool is_online) {
    return is_online ? "online" : "offline";
}

Json rounded(std::optional<double> value) {
    return value ? Json(static_cast<double>(static_cast<long>(*value * 10 + 0.5)) / 10) : Json();
}

} // namespace

std::string invalid_document(Invalid const& invalid) {
    auto loc = Json::array({invalid.part});
    if (!invalid.field.empty()) loc.push_back(invalid.field);
    return to_wire({{"detail", Json::array({{{"loc", loc}, {"msg", invalid.message}, {"type", invalid.type}}})}});
}

Read<ServoTarget> read_servo(std::string_view body) {
    constexpr int middle = 90;
    auto object = object_of(body);
    if (auto* const invalid = std::get_if<Invalid>(&object)) return std::move(*invalid);
    auto pan = whole(std::get<Json>(object), "servo1", 0, 180, middle);
    if (auto* const invalid = std::get_if<Invalid>(&pan)) return std::move(*invalid);
    auto tilt = whole(std::get<Json>(object), "servo2", 0, 180, middle);
    if (auto* const invalid = std::get_if<Invalid>(&tilt)) return std::move(*invalid);
    return ServoTarget{std::get<int>(pan), std::get<int>(tilt), false};
}

Read<DeviceAction> read_action(std::string_view body) {
    auto object = object_of(body);
    if (auto* const invalid = std::get_if<Invalid>(&object)) return std::move(*invalid);
    auto action = Fields{std::get<Json>(object)}.text("action").value_or("");
    if (std::find(kActions.begin(), kActions.end(), action) == kActions.end())
        return Invalid{kBody, "action", "Invalid action: " + action.substr(0, 40), "value_error"};
    auto intensity = whole(std::get<Json>(object), "intensity", 0, 100, 50);
    if (auto* const invalid = std::get_if<Invalid>(&intensity)) return std::move(*invalid);
    DeviceAction read;
    read.action = std::move(action);
    read.intensity = std::get<int>(intensity);
    return read;
}

Read<DeviceAction> read_photo_order(std::string_view body) {
    auto object = object_of(body);
    if (auto* const invalid = std::get_if<Invalid>(&object)) return std::move(*invalid);
    auto quality = whole(std::get<Json>(object), "quality", 1, 100, 80);
    if (auto* const invalid = std::get_if<Invalid>(&quality)) return std::move(*invalid);
    auto flash = yes_or_no(std::get<Json>(object), "flash", false);
    if (auto* const invalid = std::get_if<Invalid>(&flash)) return std::move(*invalid);
    auto intensity = whole(std::get<Json>(object), "intensity", 0, 100, 50);
    if (auto* const invalid = std::get_if<Invalid>(&intensity)) return std::move(*invalid);
    DeviceAction order;
    order.action = "capture_photo";
    order.quality = std::get<int>(quality);
    order.flash = std::get<bool>(flash);
    order.intensity = std::get<int>(intensity);
    return order;
}

Read<int> read_number(std::string_view text, std::string part, std::string field, int lowest, int highest) {
    int value = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const is_number = !text.empty() && read.ec == std::errc{} && read.ptr == text.data() + text.size();
    if (is_number && value >= lowest && value <= highest) return value;
    return Invalid{std::move(part), std::move(field), range(lowest, highest), is_number ? "out_of_range" : "int_type"};
}

std::string message_document(Status status, std::string_view message) {
    return to_wire({{"status", word(status)}, {"message", message}});
}

std::string photo_stored_document(StoredPhoto const& photo) {
    return to_wire({{"status", "success"}, {"filename", photo.id + ".jpg"}, {"url", url_of(photo)}});
}

std::string frame_taken_document(double processing_time) {
    return to_wire({{"status", "success"}, {"processing_time", processing_time}});
}

std::string gallery_document(std::vector<StoredPhoto> const& photos, std::size_t total, int page, int limit) {
    auto list = Json::array();
    for (auto const& photo : photos)
        list.push_back({{"filename", photo.id + ".jpg"},
                        {"url", url_of(photo)},
                        {"size", photo.size},
                        {"timestamp", to_rfc3339(photo.taken)}});
    auto const shown = static_cast<std::size_t>(page) * static_cast<std::size_t>(limit) + photos.size();
    return to_wire({{"status", "success"},
                    {"photos", std::move(list)},
                    {"total", total},
                    {"page", page},
                    {"limit", limit},
                    {"has_more", shown < total && !photos.empty()}});
}

std::string photo_count_document(std::size_t count) {
    return to_wire({{"status", "success"}, {"count", count}});
}

std::string camera_status_document(bool connected, std::optional<DeviceId> const& id,
                                   std::optional<WallTime> last_seen) {
    return to_wire(
        {{"status", "success"},
         {"data", {{"connected", connected}, {"device", or_null(id)}, {"last_seen", time_or_null(last_seen)}}}});
}

std::string overview_document(Overview const& overview) {
    auto const free = rounded(overview.free_percent);
    return to_wire({{"status", "success"},
                    {"data",
                     {{"server_status", "online"},
                      {"camera_status", online(overview.camera_online)},
                      {"pico_status", online(overview.pico_online)},
                      {"pico_last_seen", time_or_null(overview.pico_last_seen)},
                      {"ram_percent", rounded(overview.ram_percent)},
                      {"cpu_percent", rounded(overview.cpu_percent)},
                      {"internet", "not checked"},
                      {"storage", free.is_null() ? Json() : Json(free.dump() + "% free")}}}});
}

} // namespace watchpost::protocol::legacy
