#include "telemetry.hpp"

namespace watchpost::protocol {
namespace {

constexpr std::int64_t kMaxMemory = std::int64_t{1} << 32;
constexpr std::size_t kMaxVersionLength = 32;

std::optional<int> to_int(std::optional<std::int64_t> value) {
    if (!value) return std::nullopt;
    return static_cast<int>(*value);
}

} // namespace

Telemetry read_telemetry(Json const& object) {
    Fields const fields{object};
    Telemetry told;
    told.firmware = fields.text("version", kMaxVersionLength);
    told.rssi_dbm = to_int(fields.whole("rssi", -127, 0));
    auto memory = fields.whole("memory_free", 0, kMaxMemory);    // Pico
    if (!memory) memory = fields.whole("memory", 0, kMaxMemory); // ESP32-CAM heartbeat
    if (memory) told.memory_free_bytes = static_cast<std::uint64_t>(*memory);
    told.servo1_angle = to_int(fields.whole("servo1_angle", 0, 180));
    told.servo2_angle = to_int(fields.whole("servo2_angle", 0, 180));
    return told;
}

} // namespace watchpost::protocol
