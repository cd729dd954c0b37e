#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/device.hpp>
#include <watchpost/core/photo.hpp>

#include <string>
#include <string_view>
#include <variant>

namespace watchpost {

enum class Severity { info, warning, error };

/// "info", "warning" or "error".
std::string_view to_string(Severity severity);
/// What boards write; an unknown word is `info`.
Severity severity_from(std::string_view word);

/// Something that happened to a board, told to every dashboard once.
struct Event {
    struct DeviceOnline {
        std::uint64_t more = 0; ///< times that it came or went before which were not told
    };
    struct DeviceOffline {
        std::string reason;
        std::uint64_t more = 0; ///< as above
    };
    /// Two boards fight for one identity.
    struct DeviceConflict {
        std::string message;
    };
    /// A board's own log line.
    struct Log {
        Severity severity = Severity::info;
        std::string message;
    };
    struct SensorData {
        std::string sensor_type;
        std::int64_t sequence = 0;
    };
    /// A fault that the board reports, or that we see in its data.
    struct DeviceError {
        std::string message;
    };

    /// A photo is in the gallery.
    struct PhotoCaptured {
        StoredPhoto photo;
    };
    /// A photo came and could not be kept.
    struct PhotoFailed {
        std::string message;
    };
    struct PhotoDeleted {
        std::string id;
    };
    /// Somebody was not let in. It belongs to no board: the id of `device` is empty.
    struct AccessRefused {
        std::string address;
        std::string request;    ///< such as "GET /metrics", as it may stand anywhere
        std::string reason;     ///< one of a small fixed set of words
        std::uint64_t more = 0; ///< refusals since the event before that were not told
    };

    WallTime time{};
    DeviceKey device;
    std::variant<DeviceOnline, DeviceOffline, DeviceConflict, Log, SensorData, DeviceError, PhotoCaptured, PhotoFailed,
                 PhotoDeleted, AccessRefused>
        what;
};

} // namespace watchpost
