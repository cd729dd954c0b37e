#include "telemetry.hpp"

#include <charconv>

namespace watchpost::protocol {
namespace {

constexpr std::int64_t kMaxMemory = std::int64_t{1} << 32;
constexpr std::size_t kMaxVersionLength = 32;
constexpr std::size_t kMaxReasonLength = 32;
constexpr std::size_t kMaxDigits = 13;
constexpr std::int64_t kMaxTime = 9'999'999'999'999;

std::optional<int> to_int(std::optional<std::int64_t> value) {
    if (!value) return std::nullopt;
    return static_cast<int>(*value);
}

/// A number, or one within quotes (PROTOCOL sections 3.1 and 4.1).
std::optional<std::int64_t> board_time(Fields const& fields) {
    if (auto const number = fields.whole("timestamp", 0, kMaxTime)) return number;
    auto const text = fields.text("timestamp", kMaxDigits + 1);
    if (!text || text->empty() || text->size() > kMaxDigits) return std::nullopt;
    std::int64_t value = 0;
    auto const* const end = text->data() + text->size();
    auto const read = std::from_chars(text->data(), end, value);
    return read.ec == std::errc{} && read.ptr == end && value >= 0 ? std::optional(value) : std::nullopt;
}

} // namespace

Telemetry read_telemetry(Json const& object, std::chrono::milliseconds clock_unit) {
    Fields const fields{object};
    Telemetry told;
    told.firmware = fields.text("version", kMaxVersionLength);
    told.rssi_dbm = to_int(fields.whole("rssi", -127, 0));
    auto memory = fields.whole("memory_free", 0, kMaxMemory);    // Pico
    if (!memory) memory = fields.whole("memory", 0, kMaxMemory); // ESP32-CAM heartbeat
    if (memory) told.memory_free_bytes = static_cast<std::uint64_t>(*memory);
    told.servo1_angle = to_int(fields.whole("servo1_angle", 0, 180));
    told.servo2_angle = to_int(fields.whole("servo2_angle", 0, 180));
    told.reset_reason = fields.text("reset_reason", kMaxReasonLength);
    if (auto const time = board_time(fields)) told.board_clock = *time * clock_unit;
    return told;
}

} // namespace watchpost::protocol
